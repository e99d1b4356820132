"""What every test has."""

import pytest

from tests.database import lease_database


def pytest_configure(config: pytest.Config) -> None:
    """Have a database before the first test, and let go of it after the last."""
    config.add_cleanup(lease_database().close)
