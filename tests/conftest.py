"""What every test has."""

import sys
from collections.abc import Iterator

import pytest
from hypothesis import settings

from tests.database import lease_database

# How long one example takes says nothing on a machine that does more at the same time.
settings.register_profile("tests", deadline=None)
settings.load_profile("tests")


def pytest_configure(config: pytest.Config) -> None:
    """Have a database before the first test, and let go of it after the last."""
    config.add_cleanup(lease_database().close)


@pytest.fixture
def untraced() -> Iterator[None]:
    """Let the engine run at its own speed where millions of its lines are run again.

    Measuring coverage makes them many times slower, and other tests cover them.
    """
    tracer = sys.gettrace()
    sys.settrace(None)
    yield
    sys.settrace(tracer)


@pytest.fixture(autouse=True)
def bare_site(monkeypatch: pytest.MonkeyPatch) -> None:
    """Begin with a site where the adviseur added nothing, and don't look whether that changed.

    What another test left is gone, and no test asks the database once more than the next.
    """
    from scans.queries.content import NOTHING  # noqa: PLC0415 - Django isn't ready before
    from scans.web import surroundings  # noqa: PLC0415 - the same

    monkeypatch.setattr(surroundings, "LOOK_EVERY", float("inf"))
    surroundings.keep(NOTHING)
