"""Modules of an open round: chosen, added later, and never lost."""

import pytest

from scans.models import Group, Response, Scan, ScanStatus
from scans.queries.questionnaires import (
    asked_of,
    modules_by_ids,
    newest_modules,
    questionnaire_of,
)
from scans.services.answering import NotOpenError, save_answers
from scans.services.choosing import AnsweredAlreadyError, choose_modules
from tests.factories import (
    TODAY,
    QuestionnaireVersionFactory,
    ResponseFactory,
    ScanFactory,
    sixth_document,
    sixth_module,
)
from tests.services.concurrency import at_once, while_held

pytestmark = pytest.mark.django_db


def another(slug="ander", version="1.0"):
    """A second module; only its name matters here."""
    data = {**sixth_document().data, "slug": slug, "version": version}
    return QuestionnaireVersionFactory(slug=slug, version=version, data=data)


def choosing(scan, *, add=(), drop=(), today=TODAY):
    return lambda: choose_modules(
        scan_id=scan.pk,
        add=[one.pk for one in add],
        drop=[one.pk for one in drop],
        today=today,
    )


def modules_of(scan):
    return list(modules_by_ids(Scan.objects.get(pk=scan.pk).module_ids))


def test_modules_stand_in_the_order_of_their_slugs_however_they_were_chosen():
    scan, sixth, other = ScanFactory(), sixth_module(), another()

    changed = [choosing(scan, add=[sixth])(), choosing(scan, add=[other])()]

    assert changed == [True, True]
    assert Scan.objects.get().module_ids == [other.pk, sixth.pk]
    assert [m.slug for m in questionnaire_of(Scan.objects.get()).modules] == ["ander", "zesde"]


def test_the_same_again_changes_nothing():
    scan, module = ScanFactory(), sixth_module()

    changed = [choosing(scan, add=[module])(), choosing(scan, add=[module])()]

    assert changed == [True, False]
    assert modules_of(scan) == [module]


def test_before_anybody_answered_a_module_is_taken_away():
    scan, module = ScanFactory(team=True), sixth_module()
    ResponseFactory(scan=scan)
    choosing(scan, add=[module])()

    assert choosing(scan, drop=[module])() is True
    assert modules_of(scan) == []


@pytest.mark.parametrize("sent", [False, True])
def test_after_somebody_answered_a_module_is_added_and_not_taken_away(sent):
    scan, sixth, other = ScanFactory(team=True), sixth_module(), another()
    choosing(scan, add=[sixth])()
    ResponseFactory(scan=scan, answers={"rel1": 3}, sent=sent)

    choosing(scan, add=[other])()
    with pytest.raises(AnsweredAlreadyError):
        choosing(scan, drop=[sixth])()

    assert modules_of(scan) == [other, sixth]


def test_taking_away_what_is_not_there_changes_nothing_even_after_an_answer():
    scan, module = ScanFactory(team=True), sixth_module()
    ResponseFactory(scan=scan, answers={"rel1": 3})

    assert choosing(scan, drop=[module])() is False


def test_a_newer_version_does_not_take_the_place_of_one_that_is_asked_already():
    scan, first = ScanFactory(), sixth_module()
    choosing(scan, add=[first])()

    assert choosing(scan, add=[sixth_module(version="1.1")])() is False
    assert modules_of(scan) == [first]


def test_what_is_no_module_is_not_chosen():
    scan = ScanFactory()

    assert choosing(scan, add=[scan.questionnaire])() is False


@pytest.mark.parametrize("state", [{"closed": True}, {"clients": True, "closes_on": TODAY}])
def test_a_round_that_takes_no_answers_gets_no_modules(state):
    scan, module = ScanFactory(**state), sixth_module()
    tomorrow = TODAY.replace(day=TODAY.day + 1)

    with pytest.raises(NotOpenError):
        choosing(scan, add=[module], today=tomorrow)()

    assert modules_of(scan) == []


def test_new_scans_are_offered_the_newest_version_of_each_module_and_no_core():
    QuestionnaireVersionFactory()
    sixth_module()
    newest = sixth_module(version="1.1")
    other = another()

    assert newest_modules() == (other, newest)


def test_team_and_internal_clients_are_asked_their_own_part():
    scan = ScanFactory(module_ids=[sixth_module().pk])

    team, clients = (asked_of(scan, group).modules[0] for group in (Group.TEAM, Group.CLIENT))

    assert [theme.key for theme in team.themes] == ["zesde-kennen", "zesde-overzicht"]
    assert [theme.key for theme in clients.themes] == ["zesde-kennen", "zesde-moreel"]


@pytest.mark.django_db(transaction=True)
def test_modules_added_at_the_same_moment_are_all_there():
    scan, sixth, other = ScanFactory(), sixth_module(), another()

    outcomes = at_once(
        choosing(scan, add=[sixth]), choosing(scan, add=[other]), choosing(scan, add=[sixth])
    )

    assert sorted(outcomes) == [False, True, True]
    assert modules_of(scan) == [other, sixth]


def saving(response, scan, code, value):
    asked = questionnaire_of(scan)
    return lambda: save_answers(
        response_id=response.pk,
        questionnaire=asked,
        changes={code: value},
        today=TODAY,
        module_ids=scan.module_ids,
    )


@pytest.mark.django_db(transaction=True)
def test_an_answer_to_a_module_that_is_taken_away_meanwhile_is_not_kept():
    scan, module = ScanFactory(), sixth_module()
    response = ResponseFactory(scan=scan)
    choosing(scan, add=[module])()
    scan.refresh_from_db()

    outcome = while_held(
        choosing(scan, drop=[module]), saving(response, scan, "zesde-maken.tijd", "ja")
    )

    assert isinstance(outcome, NotOpenError)
    assert Response.objects.get().answers == {}
    assert modules_of(scan) == []


@pytest.mark.django_db(transaction=True)
def test_a_module_is_not_taken_away_from_under_an_answer_that_comes_first():
    scan, module = ScanFactory(), sixth_module()
    response = ResponseFactory(scan=scan)
    choosing(scan, add=[module])()
    scan.refresh_from_db()

    outcome = while_held(
        saving(response, scan, "zesde-maken.tijd", "ja"), choosing(scan, drop=[module])
    )

    assert isinstance(outcome, AnsweredAlreadyError)
    assert modules_of(scan) == [module]


@pytest.mark.django_db(transaction=True)
def test_an_answer_given_while_a_module_is_added_is_kept():
    scan, module = ScanFactory(), sixth_module()
    response = ResponseFactory(scan=scan)

    outcome = while_held(choosing(scan, add=[module]), saving(response, scan, "rel1", 4))

    assert outcome == {}
    assert Response.objects.get().answers == {"rel1": 4}
    assert Scan.objects.get().status == ScanStatus.OPEN
