"""How tests look at a page: they wait for what a person would see."""

import asyncio
import io
import time
from collections.abc import Callable, Coroutine
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from urllib.parse import urljoin

import numpy as np
import pytest
from PIL import Image, ImageDraw

from cifar_demo.constants import CLASS_NAMES

PATIENCE = 60  # Seconds.


def finish(visit: Coroutine[Any, Any, Any]) -> Any:
    """Run what a visitor without a screen does, in a thread of its own: this one has Playwright's event loop."""
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(asyncio.run, visit).result()


def photo_of_a_red_car() -> bytes:
    image = Image.new("RGB", (640, 480), (130, 180, 230))
    draw = ImageDraw.Draw(image)
    draw.rectangle((0, 300, 640, 480), fill=(95, 95, 98))
    draw.rounded_rectangle((80, 210, 560, 330), 20, fill=(190, 30, 35))
    draw.polygon([(180, 215), (235, 150), (420, 150), (485, 215)], fill=(190, 30, 35))
    for left in (130, 410):
        draw.ellipse((left, 280, left + 100, 380), fill=(25, 25, 25))
    file = io.BytesIO()
    image.save(file, "JPEG")
    return file.getvalue()


def answer_of(page) -> str:
    """Wait for the answer and give its class, or the nearest one of an unfamiliar picture."""
    answer = page.locator(", ".join(f".answer[data-class={name}]" for name in CLASS_NAMES))
    answer.wait_for()
    return str(answer.get_attribute("data-class"))


def settle(page) -> None:
    """Wait until no script is running."""
    page.locator("[data-testid=stApp][data-test-script-state=notRunning]").wait_for()


def wait_for_pixels(page, is_expected: Callable[[np.ndarray], bool]) -> None:
    """Wait until what the network gets, (32, 32, 3), is as expected; its address changes with every new picture."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        source = page.get_by_alt_text("reduced to 32 by 32 pixels").get_attribute("src")
        answer = page.request.get(urljoin(page.url, source))
        if answer.ok and is_expected(pixels_of(answer.body())):
            return
        time.sleep(0.3)
    pytest.fail("The page never showed the expected 32 by 32 pixels.")


def pixels_of(encoded: bytes) -> np.ndarray:
    image = Image.open(io.BytesIO(encoded)).convert("RGB")
    return np.array(image.resize((32, 32), Image.Resampling.NEAREST)).astype(int)


def is_red_in_the_middle(pixels: np.ndarray) -> bool:
    """Whether the middle of (32, 32, 3) pixels has the red of the car."""
    return bool(pixels[17, 16, 0] > 150 and pixels[17, 16, 2] < 90)
