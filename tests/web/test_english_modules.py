"""Modules in English: every page that chooses or asks them."""

import pytest

from scans.models import Group
from tests.factories import (
    OwnerFactory,
    QuestionnaireVersionFactory,
    ResponseFactory,
    ScanFactory,
    all_answers,
    clients_token,
    owner_token,
    respondent_token,
    sixth_module,
    start_fields,
    team_token,
)
from tests.web.english import assert_english
from tests.web.rounds import open_round

pytestmark = pytest.mark.django_db


def test_choosing_modules_is_english(english):
    QuestionnaireVersionFactory()
    module = sixth_module()
    bare, chosen = open_round(), open_round(module_ids=[module.pk])

    assert_english(english.get("/start/"))
    assert_english(english.post("/start/", start_fields(verdieping=["nergens"])), 422)
    for scan in (bare, chosen):
        own = f"/scan/{owner_token(OwnerFactory(department=scan.department).pk)}/"
        assert_english(english.get(own))
        assert_english(english.get(f"{own}verdieping/"))
        ResponseFactory(scan=scan, answers={"rel1": 3})
        assert_english(english.get(f"{own}verdieping/"))


def test_answering_a_module_is_english(english):
    module = sixth_module()
    scan = open_round(module_ids=[module.pk])
    response = ResponseFactory(scan=ScanFactory(module_ids=[module.pk]))
    client = ResponseFactory(scan=scan, group=Group.CLIENT)
    own = f"/invullen/{respondent_token(response.pk)}/"

    assert_english(english.get(f"/team/{team_token(scan)}/"))
    assert_english(english.get(f"/klanten/{clients_token(scan)}/"))
    assert_english(english.get(own))
    assert_english(english.get(f"{own}zesde/"))
    assert_english(english.post(f"{own}zesde/", {"zesde-maken.tijd": "anders"}), 422)
    assert_english(english.get(f"/invullen/{respondent_token(client.pk)}/zesde/"))
    response.answers = {**all_answers(), "zesde-vorm.huidig": "centraal"}
    response.answers = {c: a for c, a in response.answers.items() if not c.startswith("open")}
    response.save()
    assert_english(english.get(f"{own}overzicht/"))
