"""No request makes the site fail; `python -m bench.security_fuzz` does it at full length."""

import logging
import random
from pathlib import Path

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from hypothesis import settings as settings_of_hypothesis

from afdelingsscan.wsgi import application
from bench.security_fuzz import SHORT, fuzz
from tests.web.test_benchmark import edition  # noqa: F401 - a fixture

ROOT = Path(__file__).parents[2]

SCHEMA = schemathesis.openapi.from_path(ROOT / "docs" / "openapi.yaml")
SCHEMA.app = application


NOT_ASKED = (
    "unsupported_method",  # refused before it is known which there are
    "not_a_server_error",  # 503 is an answer of monitoring, and 500 is documented nowhere
)


@pytest.fixture
def kept_connection():
    """Leave the connection of the test open, as Django's own test client does."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.fixture
def quiet():
    """No lines about what was refused: that is most of it."""
    logging.disable(logging.CRITICAL)
    yield
    logging.disable(logging.NOTSET)


@pytest.mark.django_db
@pytest.mark.usefixtures("quiet")
def test_no_request_to_any_form_or_address_is_answered_with_a_fault():
    seed = random.randrange(10**6)  # noqa: S311 - no secret

    outcome = fuzz(SHORT, seed)

    assert outcome.faults == {}, f"seed {seed}"
    assert outcome.count >= SHORT
    assert {200, 302, 404, 405} <= outcome.answers.keys()


@SCHEMA.parametrize()
@settings_of_hypothesis(max_examples=15, deadline=None)
@pytest.mark.django_db
@pytest.mark.usefixtures("quiet", "edition", "kept_connection")
def test_what_machines_ask_is_answered_as_documented(case):
    case.call_and_validate(
        excluded_checks=[schemathesis.checks.CHECKS.get_one(name) for name in NOT_ASKED]
    )
