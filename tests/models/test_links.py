"""Secret links: nobody can guess one, and the database gives none away."""

import re
import uuid

import pytest
from django.apps import apps
from django.core import serializers
from django.db import connection

from scans.models import LinkKind
from scans.models.links import TOKEN_PATTERN, derive_token, digest_of
from scans.services.starting import ScanRequest, start_scan
from scans.tasks import render_report, send_mail
from tests.factories import (
    TODAY,
    QuestionnaireVersionFactory,
    ReportFileFactory,
    respondent_token,
    result_token,
)

KEY = uuid.UUID("5a1e3f60-6f5c-4b7e-9d6a-0c1d2e3f4a5b")


def test_a_token_is_160_bits_in_letters_that_survive_any_mail_program():
    token = derive_token(LinkKind.RESPONDENT, KEY, 1)

    assert re.fullmatch(r"[a-z2-7]{32}", token)
    assert TOKEN_PATTERN.fullmatch(token)


def test_a_token_is_the_same_whenever_it_is_derived(settings):
    settings.LINK_KEY = "k" * 50

    tokens = {derive_token(LinkKind.RESULT, KEY, 1) for _ in range(3)}

    assert tokens == {"mdojxbgdsb4bikkahhi265cfkw4n4yn5"}


def test_kind_object_generation_and_key_each_change_the_token(settings):
    tokens = [
        derive_token(LinkKind.RESPONDENT, KEY, 1),
        derive_token(LinkKind.RESULT, KEY, 1),
        derive_token(LinkKind.OWNER, KEY, 1),
        derive_token(LinkKind.RESPONDENT, KEY, 2),
        derive_token(LinkKind.RESPONDENT, uuid.UUID(int=KEY.int + 1), 1),
    ]
    settings.LINK_KEY = "another key of the server, kept outside the database"
    tokens.append(derive_token(LinkKind.RESPONDENT, KEY, 1))

    assert len(set(tokens)) == 6


def test_a_thousand_tokens_use_all_their_letters():
    tokens = [derive_token(LinkKind.RESULT, uuid.uuid4(), 1) for _ in range(1000)]

    assert {letter for token in tokens for letter in token} == set(
        "abcdefghijklmnopqrstuvwxyz234567"
    )
    assert len(set(tokens)) == 1000


def test_the_database_holds_32_bytes_that_are_not_the_token():
    digest = digest_of("a" * 32)

    assert digest.hex() == "3ba3f5f43b92602683c19aee62a20342b084dd5971ddd33808d81a328879a547"


def database_as_text():
    """Every row of every table as the database itself writes it, plus Django's own dump."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
        tables = [name for (name,) in cursor.fetchall()]
        rows = []
        for table in tables:
            cursor.execute(f'SELECT t::text FROM "{table}" t')  # noqa: S608 - a name of our own
            rows += [f"{table}: {row}" for (row,) in cursor.fetchall()]
    dump = serializers.serialize(
        "json", [row for model in apps.get_models() for row in model.objects.all()]
    )
    return "\n".join([*rows, dump])


@pytest.mark.django_db
def test_a_dump_of_the_database_holds_no_link(client):
    request = ScanRequest("Gemeente Voorbeeld", "Communicatie", 8, {})
    started = start_scan(request=request, questionnaire=QuestionnaireVersionFactory(), today=TODAY)
    client.post(f"/invullen/{started.respondent_token}/later/", {"email": "ik@voorbeeld.nl"})
    file = ReportFileFactory(made=True)
    secrets = [
        started.respondent_token,
        result_token(started.scan),
        result_token(file.result.scan),
        respondent_token(file.result.scan.responses.get().pk),
    ]

    text = database_as_text()

    assert "Gemeente Voorbeeld" in text
    assert send_mail.name in text
    assert render_report.name not in text
    assert [secret for secret in [*secrets, "ik@voorbeeld.nl"] if secret in text] == []
    assert [secret for secret in secrets if secret.encode().hex() in text] == []
