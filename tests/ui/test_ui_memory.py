"""Memory that pages needed is given back soon after they have run, also after the last one."""

import time

from cifar_demo.ui import cache


def test_after_some_runs_memory_is_given_back_once_and_after_a_later_one_again(monkeypatch):
    given_back: list[float] = []
    monkeypatch.setattr(cache.environment, "give_memory_back", lambda: given_back.append(time.monotonic()))
    cache.give_memory_back.clear()
    last_run = 0.0
    for number in (1, 2):
        for _ in range(5):
            cache.give_memory_back()
            last_run = time.monotonic()
        wait_until(lambda number=number: len(given_back) == number)
        time.sleep(0.2)  # A second call of the same burst would have come by now.
        assert len(given_back) == number
        assert given_back[-1] > last_run


def wait_until(is_true):
    """Wait for what another thread does, ten seconds at most."""
    end = time.monotonic() + 10
    while not is_true() and time.monotonic() < end:
        time.sleep(0.02)
    assert is_true()
