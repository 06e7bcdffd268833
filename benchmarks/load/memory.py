"""Memory of the processes that serve, every few seconds, and whether it stays what it is."""

from __future__ import annotations

import threading
from collections.abc import Mapping, Sequence

import psutil

EVERY = 3.0
MAY_GROW = 25.0
"""Megabytes, from the middle fifth of the run, when everything has been used, to the last one. Seen: one step of 23, when
more of a process's threads worked at once than ever before, and level from then on; a leak of 10 kB a request is 35."""
_BARS = "▁▂▃▄▅▆▇█"
_WIDTH = 60


class Sampler(threading.Thread):
    def __init__(self, processes: Mapping[str, psutil.Process]) -> None:
        super().__init__(daemon=True)
        self._processes = processes
        self._over = threading.Event()
        self.samples: dict[str, list[int]] = {name: [] for name in processes}
        """Resident bytes."""

    def run(self) -> None:
        while not self._over.wait(EVERY):
            for name, process in self._processes.items():
                try:
                    self.samples[name].append(process.memory_info().rss)
                except psutil.NoSuchProcess:
                    self.samples[name].append(0)  # died: that is a failure of its own

    def stop(self) -> None:
        self._over.set()
        self.join()


def fifths(samples: Sequence[int]) -> list[float]:
    """Megabytes on average in each fifth of the run."""
    size = max(len(samples) // 5, 1)
    parts = [samples[size * place : size * (place + 1)] for place in range(5)]
    return [sum(part) / len(part) / 1e6 for part in parts if part]


def growth(samples: Sequence[int]) -> float:
    """Megabytes more in the last fifth than in the middle one."""
    means = fifths(samples)
    return means[-1] - means[len(means) // 2]


def plot(samples: Sequence[int]) -> str:
    """One line, from nothing to the highest."""
    step = max(len(samples) / _WIDTH, 1)
    shown = [samples[int(place * step)] for place in range(min(_WIDTH, len(samples)))]
    highest = max(shown)
    return "".join(_BARS[min(int(value / highest * len(_BARS)), len(_BARS) - 1)] for value in shown)
