"""Visitors who send their request a byte at a time, as many as a thousand at once.

When the site hangs up on one of them, another one comes.
"""

import asyncio
import resource
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass

HEADERS = b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Slow: "
BODY = (
    b"POST /start/ HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 100000\r\n"
    b"Content-Type: application/x-www-form-urlencoded\r\n\r\n"
)
BETWEEN = 1.0
"""Seconds between two bytes."""

START_SECONDS = 30
SPARE = 500
"""Descriptors for everything else that this process has open."""


@dataclass
class Slow:
    """How many are connected now, and were at most; ``hung_up`` is how often the site had enough."""

    now: int = 0
    most: int = 0
    hung_up: int = 0


@contextmanager
def slow_visitors(port: int, count: int) -> Iterator[Slow]:
    """Keep so many slow visitors connected meanwhile, half of them slow in their headers."""
    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (min(hard, 2 * count + SPARE), hard))
    slow, stop, all_there = Slow(), threading.Event(), threading.Event()

    async def keep() -> None:
        tasks = [asyncio.create_task(_dribble(port, place, slow)) for place in range(count)]
        while not stop.is_set():
            await asyncio.sleep(0.05)
            if slow.now >= count:
                all_there.set()
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    thread = threading.Thread(target=lambda: asyncio.run(keep()), daemon=True)
    thread.start()
    try:
        if not all_there.wait(START_SECONDS):
            raise TimeoutError(f"only {slow.most} of {count} slow visitors are connected")
        yield slow
    finally:
        stop.set()
        thread.join(START_SECONDS)


async def _dribble(port: int, place: int, slow: Slow) -> None:
    await asyncio.sleep(place / 500)  # not all in one instant
    while True:
        with suppress(OSError):
            reader, writer = await asyncio.open_connection("127.0.0.1", port)
            slow.now += 1
            slow.most = max(slow.most, slow.now)
            try:
                await _send(reader, writer, HEADERS if place % 2 else BODY)
                slow.hung_up += 1
            finally:
                slow.now -= 1
                writer.close()


async def _send(
    reader: asyncio.StreamReader, writer: asyncio.StreamWriter, beginning: bytes
) -> None:
    """Send a beginning, and then a byte now and then until the other side hangs up or answers."""
    writer.write(beginning)
    while not reader.at_eof():
        with suppress(TimeoutError):
            await asyncio.wait_for(reader.read(1), BETWEEN)
            return
        writer.write(b"x")
        await writer.drain()
