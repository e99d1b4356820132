"""`make security`: what a security officer asks to see, measured on the running site.

Each part takes the site and says how it did; a new one is a line more in the list.
"""

from collections.abc import Callable, Iterator

from bench.deletion import deletion
from bench.security_fuzz import fuzzing
from bench.security_hosts import hosts
from bench.security_score import score
from bench.site import Row, Site

PARTS: tuple[Callable[..., list[Row]], ...] = (
    score,
    hosts,
    fuzzing,
    deletion,
)


def security(site: Site, *, short: bool) -> Iterator[Row]:
    """Give the rows of all parts, each as soon as it is there."""
    for part in PARTS:
        yield from part(site, short=short)
