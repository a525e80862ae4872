"""A run killed at any moment: the weights folder always loads, and `--resume` loses at most the epoch under way."""

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from cifar_demo.store.weights import read_verified_card
from cifar_demo.training.state import load_state, state_path
from tests.making import write_untrained

ROOT = Path(__file__).parents[2]
NUM_KILLS = int(os.environ.get("CIFAR_DEMO_KILLS", "2"))  # Each takes the ten seconds of importing TensorFlow.
LONGEST = 2.0  # Seconds from the first epoch to the kill: some twenty epochs.


@pytest.mark.slow
def test_killed_at_random_moments(tmp_path):
    write_untrained(tmp_path)
    before = read_verified_card(tmp_path, "lenet")
    moments = random.Random(0)
    saved = 0
    for _ in range(NUM_KILLS):
        said = train_and_kill(tmp_path, after=moments.uniform(0, LONGEST))
        reached = len(load_state(state_path(tmp_path, "lenet")).history)
        assert said[0] == saved + 1  # It went on from where the last one was killed.
        assert reached >= said[-1]  # What was called saved was saved.
        assert read_verified_card(tmp_path, "lenet") == before
        saved = reached


def train_and_kill(folder: Path, *, after: float) -> list[int]:
    """Train until some seconds after the first epoch; gives the epochs that were called saved."""
    command = [sys.executable, "-m", "tests.training.killable", str(folder)]
    child = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    first = child.stdout.readline()
    time.sleep(after)
    child.send_signal(signal.SIGKILL)
    rest, _ = child.communicate()
    return [int(line) for line in (first + rest).split()]
