"""Memory of the processes that serve, every few seconds, and whether it stays what it is."""

from __future__ import annotations

import threading
from collections.abc import Mapping, Sequence

import psutil

EVERY = 3.0
MAY_GROW = 0.10
"""From the second fifth of the run, when everything has been used once, to the last one."""
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


def growth(samples: Sequence[int]) -> float:
    """Last fifth over second fifth, minus one."""
    fifth = max(len(samples) // 5, 1)
    settled, last = samples[fifth : 2 * fifth], samples[-fifth:]
    return (sum(last) / len(last)) / (sum(settled) / len(settled)) - 1


def plot(samples: Sequence[int]) -> str:
    """One line, from nothing to the highest."""
    step = max(len(samples) / _WIDTH, 1)
    shown = [samples[int(place * step)] for place in range(min(_WIDTH, len(samples)))]
    highest = max(shown)
    return "".join(_BARS[min(int(value / highest * len(_BARS)), len(_BARS) - 1)] for value in shown)
