"""`make security`: what a security officer asks to see, measured on the running site.

Each part takes the site and says how it did; a new one is a line more in the list.
"""

from collections.abc import Callable

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


def security(site: Site, *, short: bool) -> list[Row]:
    """Return the rows of all parts."""
    return [row for part in PARTS for row in part(site, short=short)]
