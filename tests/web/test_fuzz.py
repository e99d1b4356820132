"""Anything at all in a form: never a fault, and nothing kept that the engine would refuse."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from scans.engine.answers import check_answers
from scans.models import Group, Response, Scan
from scans.queries.questionnaires import asked_by_id
from tests.factories import (
    QuestionnaireVersionFactory,
    ResponseFactory,
    core_questionnaire,
    respondent_token,
    start_fields,
)
from tests.web.rounds import invitation, member, open_round, own_link

pytestmark = pytest.mark.django_db

# The database and the client are the same for all examples: what one leaves is input of the next.
within_one_test = settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)

CODES = [
    *core_questionnaire().statements,
    *core_questionnaire().role_codes,
    "drukte",
    "open1",
    "sector",
    "k-rel1",
    "prediction.rol",
]
NAMES = st.one_of(
    st.sampled_from(CODES),
    st.sampled_from([f"initial-{code}" for code in CODES]),
    st.sampled_from(["naar", "csrfmiddlewaretoken", ""]),
    st.text(max_size=12),
)
VALUES = st.one_of(
    st.sampled_from(["1", "3", "5", "x", "", "0", "6", "vaak", "later", "overzicht", "\0"]),
    st.text(max_size=40),
)
# Half of a surrogate pair can't be sent; the test client would be at fault, not the site.
FORMS = st.dictionaries(
    NAMES.filter(lambda text: text.isprintable() or "\0" in text),
    st.lists(VALUES, min_size=1, max_size=2),
    max_size=8,
)


@given(posted=FORMS)
@within_one_test
def test_any_saved_answer_is_one_that_the_questionnaire_allows(client, posted):
    response = ResponseFactory()

    answer = client.post(f"/invullen/{respondent_token(response.pk)}/opslaan/", posted)

    kept = Response.objects.get(pk=response.pk).answers
    check_answers(core_questionnaire(), kept)
    assert (answer.status_code, list(kept)) in [(200, list(kept)), (422, [])]
    assert answer.status_code == 422 or set(answer.json()["saved"]) == set(kept)


@given(posted=FORMS, group=st.sampled_from(Group))
@within_one_test
def test_in_a_round_any_saved_answer_is_one_that_this_group_may_give(client, posted, group):
    response = member(open_round(), group, answers={})

    answer = client.post(f"{own_link(response)}opslaan/", posted)

    kept = Response.objects.get(pk=response.pk).answers
    check_answers(asked_by_id(response.scan.questionnaire_id, group), kept)
    assert (answer.status_code, list(kept)) in [(200, list(kept)), (422, [])]


@given(
    posted=FORMS,
    group=st.sampled_from(Group),
    key=st.sampled_from(["relevantie", "rol", "aannametoets", "versturen", "intrekken", "later"]),
)
@within_one_test
def test_in_a_round_anything_in_a_form_is_answered(client, posted, group, key):
    scan = open_round()
    response = member(scan, group, answers={})

    answers = [
        client.post(own_link(response) + f"{key}/", posted),
        client.post(invitation(scan, group), posted),
    ]

    missing = group == Group.CLIENT and key == "aannametoets"
    expected = {404} if missing else {302, 422}
    assert answers[0].status_code in expected
    assert answers[1].status_code == 302


@given(posted=FORMS, key=st.sampled_from(["relevantie", "timing", "resultaat", "rol", "afronding"]))
@within_one_test
def test_any_page_keeps_only_answers_that_the_questionnaire_allows(client, posted, key):
    response = ResponseFactory(answers={"rel1": 3, "rol1.huidig": None, "open1": "eerst"})

    answer = client.post(f"/invullen/{respondent_token(response.pk)}/{key}/", posted)

    kept = Response.objects.get(pk=response.pk).answers
    check_answers(core_questionnaire(), kept)
    assert answer.status_code in {302, 422}
    if answer.status_code == 422:
        assert kept == {"rel1": 3, "rol1.huidig": None, "open1": "eerst"}


@given(
    posted=st.fixed_dictionaries(
        {},
        optional={
            name: st.one_of(st.just(value), VALUES) for name, value in start_fields().items()
        },
    )
)
@within_one_test
def test_any_start_is_a_whole_scan_or_none(client, posted):
    QuestionnaireVersionFactory()
    before = Scan.objects.count()

    answer = client.post("/start/", posted)

    made = Scan.objects.count() - before
    assert (answer.status_code, made) in [(302, 1), (422, 0)]
    if made:
        assert {"organisation", "department", *start_fields()} <= posted.keys()
