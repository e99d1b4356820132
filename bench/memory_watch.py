"""How much memory the parts of a site hold, looked at every few seconds."""

import statistics
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

import psutil

LOOK_EVERY = 2.0
WINDOW = 60
"""Seconds at either end that are compared."""

Parts = dict[str, Callable[[], list[psutil.Process]]]


@dataclass
class MemoryWatch:
    """Watches these parts; what they share is divided among them (PSS)."""

    parts: Parts
    looks: list[tuple[float, dict[str, float]]] = field(default_factory=list)

    @contextmanager
    def watched(self) -> Iterator[None]:
        """Look every few seconds meanwhile."""
        done, began = threading.Event(), time.monotonic()

        def watch() -> None:
            while not done.is_set():
                found = {name: _held(find()) for name, find in self.parts.items()}
                self.looks.append((time.monotonic() - began, found))
                done.wait(LOOK_EVERY)

        thread = threading.Thread(target=watch, daemon=True)
        thread.start()
        try:
            yield
        finally:
            done.set()
            thread.join()

    def growth(self, *, since: float) -> tuple[float, str]:
        """Return how much the whole grew (0.1: a tenth) from its first minute after ``since``."""
        begin, end = self.looks[0][0] + since, self.looks[-1][0]
        first = [held for at, held in self.looks if begin <= at <= begin + WINDOW]
        last = [held for at, held in self.looks if at >= end - WINDOW]
        told, before, after = [], 0.0, 0.0
        for name in self.parts:
            was, became = (_middle(looks, name) for looks in (first or last, last))
            before, after = before + was, after + became
            told.append(f"{name} {was:.0f} to {became:.0f} MB")
        return after / before - 1, ", ".join(told)


def _middle(looks: list[dict[str, float]], name: str) -> float:
    return statistics.median(look[name] for look in looks)


def _held(processes: list[psutil.Process]) -> float:
    held = 0
    for process in processes:
        try:
            held += process.memory_full_info().pss
        except psutil.Error:  # it stopped meanwhile
            continue
    return held / 2**20
