"""What was deleted is nowhere any more; ``python -m bench.deletion_story`` asks the real site."""

import pytest
from django.test import Client

from bench.deletion_story import (
    InProcess,
    Marks,
    adviser_browser,
    delete,
    hits,
    live,
    needles_of,
    offer_newsletter,
    places,
    rows_left,
)
from tests.factories import QuestionnaireVersionFactory
from tests.test_tasks import work

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def folder(settings, tmp_path):
    """Where the mails of this site go, as it has no mail server."""
    settings.EMAIL_HOST = ""
    settings.EMAIL_BACKEND = "afdelingsscan.mail_files.EmailBackend"
    settings.EMAIL_FILE_PATH = str(tmp_path / "mail")
    (tmp_path / "mail").mkdir()
    return tmp_path


def test_nothing_is_left_of_a_scan_that_was_deleted(folder, caplog):
    QuestionnaireVersionFactory()
    visitor, adviser, marks = InProcess(Client()), adviser_browser(), Marks(1)
    offer_newsletter()
    lived = live(visitor, adviser, marks, work)
    needles = needles_of([marks], [lived])
    before = {place: hits(parts, needles) for place, parts in places([folder]).items()}

    delete(visitor, lived)
    work()

    after = {place: hits(parts, needles) for place, parts in places([folder]).items()}
    assert all(
        count > 0
        for place, count in before.items()
        if place in {"a fresh dump of the database", "files and logs"}
    )
    assert (after, rows_left()) == (dict.fromkeys(after, 0), 0)
    assert hits([caplog.text.encode()], needles) == 0
