"""Sixteen visitors at once, each changing picture, network and page: how long they wait, and whose answers they get.

Visitors are sessions of `benchmarks.session`, without a browser: sixteen of those would keep two cores busy by
painting, and the times would be theirs. Each visitor compares every answer with one that was computed before, without
the app.
"""

from __future__ import annotations

import asyncio
import base64
import io
import random
import re
import time
from collections import defaultdict, deque
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from html import unescape
from pathlib import Path
from typing import Final

import numpy as np
import psutil
from PIL import Image

from benchmarks.serving import APP, serving
from benchmarks.session import PageFault, Session
from benchmarks.target import Target, at_most
from cifar_demo.environment import import_keras_quietly
from cifar_demo.image.decode import decode_array, decode_image
from cifar_demo.image.framing import DEFAULT_VIEWS, views
from cifar_demo.image.samples import draw_sample, sample_names
from cifar_demo.inference.catalog import list_networks
from cifar_demo.inference.classifier import WEIGHTS_FOLDER, Classifier, load_classifier
from cifar_demo.networks import get_spec
from cifar_demo.results import ByteImage, Prediction
from cifar_demo.ui import words

NUM_VISITORS: Final = 16
SECONDS: Final = 120.0
THINKING: Final = (1.0, 4.0)  # Seconds between an answer and the next click.
OWN_PICTURES: Final = 6  # Of each visitor.
ANSWER: Final = re.compile(r'data-class="([a-z]+)".*<img src="([^"]+)".*class="detail">([^<]*)<', re.DOTALL)
OTHER_PAGES: Final = ("tour", "inside", "explain", "break", "compare", "report", "networks")
ACTIONS: Final = {"another sample": 5, "a picture of their own": 4, "another network": 4, "another page and back": 3}


@dataclass(frozen=True)
class Expected:
    """What an answer on the first page must say, and the small picture beside it."""

    class_name: str
    picture: bytes
    detail: str


@dataclass
class Tally:
    """What visitors met: seconds by action, and what was wrong."""

    seconds: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    faults: list[str] = field(default_factory=list)
    mixed_up: list[str] = field(default_factory=list)


class Book:
    """All right answers, computed before anyone comes: by network and picture."""

    def __init__(self, folder: Path, num_visitors: int) -> None:
        entries = list_networks(folder)
        self.networks = tuple(entry.spec.name for entry in entries if entry.card is not None)
        self.files = {name: own_picture(name) for name in own_names(num_visitors)}
        pictures = {name: as_seen(decode_array(draw_sample(name), name).image) for name in sample_names()}
        pictures |= {name: as_seen(decode_image(data, name).image) for name, data in self.files.items()}
        self.answers: dict[tuple[str, str], Expected] = {}
        for network in self.networks:
            classifier = load_classifier(network, folder)
            for name, picture in pictures.items():
                self.answers[network, name] = expected(classifier, picture)


def main() -> list[Target]:
    """Let the visitors come, then let them click without a pause, and print what they met."""
    import_keras_quietly()
    book = Book(WEIGHTS_FOLDER, NUM_VISITORS)
    thinking, _ = visits(book, NUM_VISITORS, SECONDS, THINKING)
    low, high = THINKING
    print(f"{NUM_VISITORS} visitors for {SECONDS:.0f} s, each thinking for {low:.0f} to {high:.0f} s between clicks")
    print_tally(thinking)
    restless, processor = visits(book, NUM_VISITORS, SECONDS / 4, (0.0, 0.0))
    print(f"{NUM_VISITORS} visitors for {SECONDS / 4:.0f} s, clicking as soon as they have an answer")
    print_tally(restless)
    num_clicks = sum(len(seconds) for seconds in restless.seconds.values())
    each = processor / max(1, num_clicks)
    print(f"the server needs {1000 * each:.0f} ms of one core a click: one core serves {1 / each:.0f} clicks a second")
    met = (thinking, restless)
    return [
        at_most("errors on pages", 0, sum(len(tally.faults) for tally in met), "{:.0f}"),
        at_most("answers that belong to something else", 0, sum(len(tally.mixed_up) for tally in met), "{:.0f}"),
    ]


def visits(
    book: Book, num_visitors: int, seconds: float, thinking: tuple[float, float], script: Path = APP, *arguments: str
) -> tuple[Tally, float]:
    """Serve the app, wake its networks, and let visitors come.

    Returns
    -------
    tally : Tally
    processor : float
        Seconds of processor time that the server took, woken networks aside.
    """
    with serving(script, *arguments) as (url, server):
        together = _visit_together(url, server, book, num_visitors, seconds, thinking)
        with ThreadPoolExecutor(1) as thread:  # Of its own: whoever calls may be in a loop already, as Playwright is.
            return thread.submit(asyncio.run, together).result()


async def _visit_together(
    url: str, server: int, book: Book, num_visitors: int, seconds: float, thinking: tuple[float, float]
) -> tuple[Tally, float]:
    tally = Tally()
    await wake(url, book)
    process = psutil.Process(server)
    before, end = sum(process.cpu_times()[:2]), time.monotonic() + seconds
    visitors = [Visitor(url, book, tally, number, thinking).stay_until(end) for number in range(num_visitors)]
    await asyncio.gather(*visitors)
    return tally, sum(process.cpu_times()[:2]) - before


async def wake(url: str, book: Book) -> None:
    """Have every network loaded and every page seen once: that waiting is another benchmark's."""
    async with Session.open(url) as session:
        for network in book.networks:
            await session.choose("network", get_spec(network).title)
        for page in OTHER_PAGES:
            await session.go(page)


class Visitor:
    """One who clicks at random, but the same way every time, and looks at every answer."""

    def __init__(self, url: str, book: Book, tally: Tally, number: int, thinking: tuple[float, float]) -> None:
        self._url, self._book, self._tally, self._number = url, book, tally, number
        self._thinking, self._chance = thinking, random.Random(number)
        self._own = own_names(number + 1)[-OWN_PICTURES:]
        self._picture, self._network = sample_names()[0], book.networks[0]
        self._done: deque[str] = deque(maxlen=4)

    async def stay_until(self, end: float) -> None:
        """Come, click until the time is over, and leave; a fault ends the visit and is kept."""
        self._picture, self._network = self._chance.choice(sample_names()), self._chance.choice(self._book.networks)
        try:
            async with Session.open(self._url, f"network={self._network}&sample={self._picture}") as self._session:
                self._look("coming")
                while time.monotonic() < end:
                    await self._think()
                    await self._act()
        except PageFault as fault:
            self._tally.faults.append(f"visitor {self._number}, after {', '.join(self._done)}: {fault}")

    async def _think(self) -> None:
        await asyncio.sleep(self._chance.uniform(*self._thinking))

    async def _act(self) -> None:
        """Do something at random, and look at the answer."""
        (action,) = self._chance.choices(list(ACTIONS), list(ACTIONS.values()))
        self._done.append(action)
        if action == "another sample":
            self._picture = self._chance.choice(sample_names())
            await self._session.trigger("samples", "picked", self._picture)
        elif action == "a picture of their own":
            self._picture = self._chance.choice(self._own)
            await self._session.upload("uploaded_file", self._picture, self._book.files[self._picture])
        elif action == "another network":
            self._network = self._chance.choice(self._book.networks)
            await self._session.choose("network", get_spec(self._network).title)
        else:
            await self._look_elsewhere(self._chance.choice(OTHER_PAGES))
        self._look(action)

    async def _look_elsewhere(self, page: str) -> None:
        """Go to another page and come back."""
        self._done.append(page)
        await self._session.go(page)
        self._tally.seconds[f"the page {page}"].append(self._session.seconds)
        await self._think()
        await self._session.go("")

    def _look(self, action: str) -> None:
        """Compare the answer with the right one, and note how long it took."""
        session, right = self._session, self._book.answers[self._network, self._picture]
        paths = [path for path, each in session.elements.items() if 'class="answer"' in each.html.body]
        if not paths:
            raise PageFault(f"after {action}: the page has no answer")
        said = read_answer(session.elements[paths[0]].html.body)
        if said != right:
            what = f"{said.class_name}, {said.detail}" if said else "no answer"
            self._tally.mixed_up.append(
                f"visitor {self._number}, {action}: {self._network} on {self._picture} must say "
                f"{right.class_name}, {right.detail}; the page says {what}"
                f"{'' if said and said.picture == right.picture else ' and shows another picture'}"
            )
        self._tally.seconds[action].append(session.arrived[paths[0]])


def own_names(num_visitors: int) -> list[str]:
    """Name the pictures that visitors bring, visitor by visitor."""
    return [
        f"visitor {visitor} picture {index}.png" for visitor in range(num_visitors) for index in range(OWN_PICTURES)
    ]


def own_picture(name: str) -> bytes:
    """Draw a picture like no other one: soft patches of colour, as a PNG file."""
    generator = np.random.default_rng(list(name.encode()))
    patches = Image.fromarray(generator.integers(0, 256, (6, 8, 3), np.uint8))
    file = io.BytesIO()
    patches.resize((320, 240), Image.Resampling.BICUBIC).save(file, "PNG")
    return file.getvalue()


def as_seen(picture: ByteImage) -> ByteImage:
    """See a picture as the app does for who has chosen nothing else: (V, 32, 32, 3)."""
    return np.stack([view.image for view in views(picture, DEFAULT_VIEWS)])


def expected(classifier: Classifier, seen: ByteImage) -> Expected:
    """Work out what the first page must say of some views, from the inference room alone."""
    prediction = classifier.predict(seen, k=10)
    return Expected(prediction.top_k[0].class_name, seen[0].tobytes(), detail_of(prediction))


def read_answer(html: str) -> Expected | None:
    """Read the answer off the page; None where there is none yet."""
    found = ANSWER.search(html)
    if found is None:
        return None
    class_name, address, detail = map(unescape, found.groups())
    seen = Image.open(io.BytesIO(base64.b64decode(address.partition(",")[2]))).convert("RGB")
    return Expected(class_name, np.asarray(seen.resize((32, 32), Image.Resampling.NEAREST)).tobytes(), detail)


def detail_of(prediction: Prediction) -> str:
    """Give the line of figures below an answer."""
    best, second = prediction.top_k[:2]
    return words.nearest_class(best, second) if prediction.is_unfamiliar else words.answer_detail(best, second)


def print_tally(tally: Tally) -> None:
    """Print times, and every fault there was."""
    answers = [seconds for action in (*ACTIONS, "coming") for seconds in tally.seconds[action]]
    pages = {action: times for action, times in tally.seconds.items() if action.startswith("the page")}
    print(f"{'from the click to the answer, in ms':<44}{'clicks':>8}{'median':>8}{'95 % within':>13}")
    for action in (*ACTIONS, *sorted(pages)):
        _print_times(action, tally.seconds[action])
    _print_times("all answers", answers)
    print(f"errors on pages: {len(tally.faults)}; answers that belong to something else: {len(tally.mixed_up)}")
    for sentence in (*tally.faults, *tally.mixed_up):
        print(f"  {sentence}")


def _print_times(what: str, seconds: list[float]) -> None:
    if seconds:
        median, slow = 1000 * np.percentile(seconds, [50, 95])
        print(f"{what:<44}{len(seconds):8}{median:8.0f}{slow:13.0f}")
