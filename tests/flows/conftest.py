"""The real site, for flows that don't break it: starting one takes long."""

from collections.abc import Iterator

import pytest

from bench.site import Site, scratch_site


@pytest.fixture(scope="session")
def real_site() -> Iterator[Site]:
    """The site with its own web server, worker and PostgreSQL, until the last test."""
    with scratch_site() as site:
        yield site
