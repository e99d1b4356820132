"""Who looks at the pages."""

import pytest


@pytest.fixture
def english(client):
    """A visitor who chose English."""
    client.cookies["django_language"] = "en"
    return client
