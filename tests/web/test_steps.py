"""The plan of a closed round: chosen, changed, ticked off, printed and mailed about."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from scans.models import ActionPlan, FileKind, PlanStep, ReportFile, Result
from scans.reports.proposals import proposed_steps
from scans.reports.reading import report_of
from scans.services.closing import close_round
from scans.services.reporting import make_report
from tests.factories import (
    TODAY,
    ActionPlanFactory,
    OwnerFactory,
    PlanStepFactory,
    ReportFileFactory,
    ResultFactory,
    ScanFactory,
    owner_token,
    result_token,
    round_with,
)
from tests.reports.samples import report, team_round
from tests.rounds_over_time import five_modules, three_rounds
from tests.web.plain_browser import form_of, read
from tests.web.rounds import words_of

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _today(monkeypatch):
    monkeypatch.setattr(timezone, "localdate", lambda: TODAY)


@pytest.fixture
def result():
    return ResultFactory()


@pytest.fixture
def owner(result):
    return OwnerFactory(department=result.scan.department)


@pytest.fixture
def plan(owner):
    return f"/scan/{owner_token(owner.pk)}/plan-maken/1/"


def step(result, **fields):
    made = ActionPlan.objects.filter(result=result).first() or ActionPlanFactory(result=result)
    return PlanStepFactory(plan=made, **fields)


def press(client, address, **changes):
    """Fill in the form of a page and send it."""
    form = form_of(client.get(address))
    return client.post(form.action or address, dict(form.filled(changes)))


def test_the_own_page_leads_to_the_plan_of_the_newest_closed_round(client, owner, plan):
    own = plan.removesuffix("1/")

    assert f'href="{own}"' in client.get(own.removesuffix("plan-maken/")).content.decode()
    assert client.get(own).url == plan


def test_before_a_round_is_closed_there_is_no_plan_to_make(client):
    token = owner_token(OwnerFactory(department=ScanFactory(team=True).department).pk)

    assert client.get(f"/scan/{token}/plan-maken/").url == f"/scan/{token}/"
    assert client.get(f"/scan/{token}/plan-maken/1/").status_code == 404
    assert "plan-maken" not in client.get(f"/scan/{token}/").content.decode()


def test_each_closed_round_has_a_plan_of_its_own(client, result, owner, plan):
    ScanFactory(department=owner.department, number=2)
    third = ResultFactory(scan__department=owner.department, scan__number=3)
    step(third, text="Van de derde.")
    newest = plan.replace("/1/", "/3/")

    assert client.get(plan.removesuffix("1/")).url == newest
    assert "Van de derde." in words_of(client.get(newest))
    assert "Van de derde." not in words_of(client.get(plan))
    assert "Het plan na ronde 1" in words_of(client.get(newest))
    assert client.get(plan.replace("/1/", "/2/")).status_code == 404
    assert client.get(plan.replace("/1/", f"/{'9' * 30}/")).status_code == 404


def test_every_small_step_of_the_result_is_proposed_once(client, result, plan):
    report = report_of(result, "nl")
    proposals = proposed_steps(report)

    words = words_of(client.get(plan))

    findings = [*(theme.finding for theme in report.themes), report.role.finding]
    assert [one.text for one in proposals] == [
        *(finding.step for finding in findings if finding),
        report.profile.finding.step,
    ]
    for one in proposals:
        assert one.text in words


def test_the_steps_of_each_module_stand_together(client):
    closed = three_rounds(module_ids=five_modules())[0]
    token = owner_token(OwnerFactory(department=closed.scan.department).pk)
    modules = report_of(closed, "nl").modules

    page = client.get(f"/scan/{token}/plan-maken/1/").content.decode()

    parts = [" ".join(one.split()) for one in re.findall(r"<summary>(.*?)</summary>", page, re.S)]
    assert parts == [
        "Kleine stappen uit de uitkomst",
        *(f"Verdieping {one.title}: {len(one.cards)} kleine stappen" for one in modules),
    ]
    assert page.count("proposal-part") == len(parts)
    assert len(re.findall(r"<details[^>]* open>", page)) == 1
    for module in modules:
        for card in module.cards:
            assert f'<p class="tag">{card.title}</p>' in page


def test_what_clients_and_cards_say_is_proposed_too():
    scan = round_with()
    scan.department.client_cards.create(name="Directie")
    report = report_of(close_round(scan_id=scan.pk, today=TODAY), "nl")

    sources = {one.source for one in proposed_steps(report)}

    assert {"Zelfbeeld en klantbeeld", "Klantkaarten"} <= sources


def test_a_question_that_two_themes_share_is_proposed_once():
    shown = report(team_round(12, 12))

    asked = [theme.question for theme in shown.round.mirror.themes if theme.question]
    proposed = [one.text for one in proposed_steps(shown) if one.key.startswith("spiegel-")]

    assert len(asked) < len(shown.round.mirror.themes)
    assert proposed == [f"Bespreek in het teamoverleg: {question}" for question in asked]


def test_a_proposed_step_is_chosen_with_who_and_when(client, result, plan):
    proposal = proposed_steps(report_of(result, "nl"))[0]
    address = f"{plan}stap/?voorstel={proposal.key}"
    proposed = dict(form_of(client.get(address)).fields)["text"]

    answer = press(client, address, who="MV", due_on="2026-12-01")

    assert proposed == proposal.text
    assert (answer.status_code, answer.url) == (302, plan)
    kept = PlanStep.objects.get()
    assert (kept.text, kept.who, str(kept.due_on)) == (proposal.text, "MV", "2026-12-01")
    assert "staat in het plan" in words_of(client.get(plan))
    assert "MV, klaar op 1 december 2026" in words_of(client.get(plan))


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"who": "", "due_on": None}, "spreek nog af: wie en wanneer"),
        ({"who": "teamleider", "due_on": None}, "spreek nog af: wanneer"),
        ({"who": "", "due_on": TODAY}, "spreek nog af: wie"),
    ],
)
def test_a_step_says_what_is_still_to_be_agreed_on(client, result, plan, fields, said):
    made = step(result, **fields)
    open_page = words_of(client.get(plan))

    PlanStep.objects.filter(pk=made.pk).update(who="teamleider", due_on=TODAY)

    assert said in open_page
    assert "spreek nog af" not in words_of(client.get(plan))


def proposed(client, plan):
    """Return what is proposed on the page of the plan, and what of it is in the plan."""
    return [(one.key, chosen) for one, chosen in client.get(plan).context["proposals"]]


def test_a_step_is_not_proposed_again_in_other_words_or_another_language(client, result, plan):
    first, second, *others = proposed_steps(report_of(result, "nl"))
    press(client, f"{plan}stap/?voorstel={first.key}", text="In onze eigen woorden.")
    made = PlanStep.objects.get()
    press(client, f"{plan}stap/{made.pk}/", text="En nog eens anders.")
    step(result, text=second.text)  # of before it was kept where a step comes from

    made.refresh_from_db()
    assert (made.text, made.proposal) == ("En nog eens anders.", first.key)
    rest = [(one.key, False) for one in others]
    assert proposed(client, plan) == [(first.key, True), (second.key, True), *rest]
    client.cookies["django_language"] = "en"
    assert proposed(client, plan) == [(first.key, True), (second.key, False), *rest]


def test_a_step_of_ones_own_comes_from_no_proposal(client, result, plan):
    press(client, f"{plan}stap/", text="Een vast middel schrappen.")

    assert PlanStep.objects.get().proposal == ""
    assert not any(chosen for _key, chosen in proposed(client, plan))


def test_an_unknown_proposal_gives_an_empty_form(client, plan):
    address = f"{plan}stap/?voorstel=niets"

    assert dict(form_of(client.get(address)).fields)["text"] == ""
    press(client, address, text="Toch een stap.")
    assert PlanStep.objects.get().proposal == ""


@pytest.mark.parametrize(
    ("changes", "problem"),
    [
        ({"text": " "}, "Schrijf op wat jullie gaan doen."),
        ({"text": "x" * 301}, "Maak de stap korter: hoogstens 300 tekens."),
        ({"who": "x" * 61}, "Maak dit korter: hoogstens 60 tekens."),
        ({"due_on": "2026-11-21"}, "Kies een dag: van vandaag tot en met over twee jaar."),
        ({"due_on": "2030-01-01"}, "Kies een dag: van vandaag tot en met over twee jaar."),
        ({"due_on": "morgen"}, "Vul een dag in, zoals 22-11-2026."),
        ({"place": "6"}, "Kies een plek in het plan."),
        ({"place": ""}, "Kies een plek in het plan."),
    ],
)
@pytest.mark.parametrize("existing", [False, True])
def test_what_is_wrong_is_said_at_its_field_and_what_was_typed_stays(
    client, plan, changes, problem, existing
):
    address = f"{plan}stap/"
    if existing:
        address += f"{step(Result.objects.get()).pk}/"

    answer = press(client, address, **{"text": "Bellen.", "who": "MV", **changes})

    assert answer.status_code == 422
    assert answer.context["form"].errors == {field: [problem] for field in changes}
    kept = dict(form_of(answer).fields)
    assert kept["who"] == changes.get("who", "MV")
    assert kept.get("gezien") == ("1" if existing else None)
    assert not PlanStep.objects.filter(who="MV").exists()


def test_a_day_that_is_over_may_stay(client, result, plan):
    kept = step(result, due_on=TODAY - timedelta(days=5))

    answer = press(client, f"{plan}stap/{kept.pk}/", who="MV")

    assert answer.status_code == 302
    assert PlanStep.objects.get().who == "MV"
    assert "de dag is voorbij" in words_of(client.get(plan))


def test_a_full_plan_takes_no_more_and_what_was_typed_stays(client, result, plan):
    form = form_of(client.get(f"{plan}stap/"))
    for _ in range(5):
        step(result)

    answer = client.post(f"{plan}stap/", dict(form.filled(text="Een zesde.")))

    assert answer.status_code == 422
    assert answer.context["form"].errors == {
        "text": ["Er staan al vijf stappen in het plan. Haal er eerst een weg."]
    }
    assert dict(form_of(answer).fields)["text"] == "Een zesde."
    assert "Het plan is vol: vijf stappen." in words_of(client.get(plan))
    assert "Kies deze stap" not in words_of(client.get(plan))


def test_the_same_form_sent_twice_makes_one_step(client, plan):
    form = form_of(client.get(f"{plan}stap/"))

    for _ in range(2):
        client.post(f"{plan}stap/", dict(form.filled(text="Bellen.")))

    assert PlanStep.objects.count() == 1


def test_a_step_gets_another_place(client, result, plan):
    for text in "abc":
        last = step(result, text=text)

    press(client, f"{plan}stap/{last.pk}/", place="1")

    assert [one.text for one in PlanStep.objects.all()] == ["c", "a", "b"]


def test_two_tabs_show_both_versions_and_what_was_typed_is_kept(client, result, plan):
    address = f"{plan}stap/{step(result, due_on=TODAY).pk}/"
    mine = form_of(client.get(address))
    press(client, address, text="Van haar.")

    conflict = client.post(address, dict(mine.filled(text="Van hem.")))
    again = client.post(address, dict(form_of(conflict).fields))

    assert conflict.status_code == 409
    assert "Van haar." in words_of(conflict)
    assert dict(form_of(conflict).fields)["text"] == "Van hem."
    assert again.status_code == 302
    assert PlanStep.objects.get().text == "Van hem."


def test_a_step_is_taken_out_by_a_button(client, result, plan):
    address = f"{plan}stap/{step(result).pk}/"
    form = form_of(client.get(address))

    answers = [client.post(address, dict(form.filled(naar="weg"))) for _ in range(2)]

    assert [answer.url for answer in answers] == [plan, plan]
    assert PlanStep.objects.count() == 0


def test_a_step_that_was_changed_meanwhile_is_asked_about_again(client, result, plan):
    address = f"{plan}stap/{step(result).pk}/"
    old = form_of(client.get(address))
    press(client, address, text="Van haar.")

    answer = client.post(address, dict(old.filled(naar="weg")))

    assert answer.status_code == 409
    assert dict(form_of(answer).fields)["text"] == "Van haar."
    assert PlanStep.objects.count() == 1


def test_what_was_typed_in_a_step_that_is_gone_can_become_a_new_one(client, result, plan):
    kept = step(result)
    address = f"{plan}stap/{kept.pk}/"
    mine = form_of(client.get(address))
    kept.delete()

    gone = client.post(address, dict(mine.filled(text="Van mij.")))
    form = form_of(gone)
    client.post(form.action, dict(form.fields))

    assert (gone.status_code, client.get(address).status_code) == (404, 404)
    assert "Deze stap is ondertussen uit het plan gehaald." in words_of(gone)
    assert PlanStep.objects.get().text == "Van mij."


def test_a_step_is_ticked_off_and_that_can_be_undone(client, result, plan):
    kept = step(result)
    seen = []

    for _ in range(2):
        form = next(form for form in read(client.get(plan)) if form.action.endswith("klaar/"))
        client.post(form.action, dict(form.fields))
        kept.refresh_from_db()
        seen.append((kept.done_on, "klaar sinds" in words_of(client.get(plan))))

    assert seen == [(TODAY, True), (None, False)]


@pytest.mark.parametrize("posted", [{}, {"klaar": "misschien"}])
def test_a_press_that_says_nothing_changes_nothing(client, result, plan, posted):
    kept = step(result, done_on=TODAY)

    client.post(f"{plan}stap/{kept.pk}/klaar/", posted)
    client.post(f"{plan}herinneren/", posted)

    kept.refresh_from_db()
    assert (kept.done_on, kept.plan.remind_to) == (TODAY, None)


def test_the_plan_of_another_department_is_not_there(client, plan):
    foreign = step(ResultFactory(), text="Geheim.")

    answers = [
        client.get(f"{plan}stap/{foreign.pk}/"),
        client.post(f"{plan}stap/{foreign.pk}/", {"text": "x", "place": "1", "gezien": "1"}),
    ]
    client.post(f"{plan}stap/{foreign.pk}/klaar/", {"klaar": "ja"})
    client.post(f"{plan}stap/{foreign.pk}/", {"naar": "weg", "gezien": "1"})

    assert [answer.status_code for answer in answers] == [404, 404]
    foreign.refresh_from_db()
    assert (foreign.text, foreign.done_on) == ("Geheim.", None)


def test_reminders_are_asked_for_and_stopped_by_buttons(client, result, owner, plan):
    step(result)
    without = client.post(f"{plan}herinneren/", {"herinneren": "ja"})
    offered = "Vul eerst je e-mailadres in" in words_of(client.get(plan))
    client.post(f"/scan/{owner_token(owner.pk)}/bewaren/", {"email": "ik@voorbeeld.nl"})
    states = []
    for _ in range(2):
        form = next(form for form in read(client.get(plan)) if form.action.endswith("herinneren/"))
        client.post(form.action, dict(form.fields))
        states.append(ActionPlan.objects.get().remind_to)

    assert (without.url, offered) == (f"/scan/{owner_token(owner.pk)}/bewaren/?voor=plan", True)
    assert states == [owner, None]


def test_the_link_in_a_mail_stops_reminders_by_a_button_only(client, result):
    person = OwnerFactory(department=result.scan.department, mailed=True)
    made = ActionPlanFactory(result=result, remind_to=person, remind_since=TODAY)
    address = f"/herinneringen/{made.stop_token}/"

    client.get(address)
    made.refresh_from_db()
    still = made.remind_to
    answer = client.post(address, follow=True)
    made.refresh_from_db()

    assert (still, made.remind_to) == (person, None)
    assert "Je krijgt geen herinneringen" in words_of(answer)


def test_the_report_with_the_plan_is_asked_for_once_and_kept_apart(client, result, plan):
    step(result)
    ReportFileFactory(result=result, made=True)

    asked = [client.get(f"{plan}rapport.pdf") for _ in range(2)]
    ReportFile.objects.filter(kind=FileKind.PLAN).update(content=b"%PDF with a plan")
    made = client.get(f"{plan}rapport.pdf")

    assert [answer.status_code for answer in asked] == [202, 202]
    assert DBTaskResult.objects.get().args_kwargs == {
        "args": [result.pk, "nl"],
        "kwargs": {"kind": "plan"},
    }
    assert f'href="{plan}"' in asked[0].content.decode()
    assert made.content == b"%PDF with a plan"
    assert made.headers["Content-Disposition"] == (
        'attachment; filename="afdelingsscan-communicatie-2026-11-22-plan.pdf"'
    )
    frozen = client.get(f"/resultaat/{result_token(result.scan)}/rapport.pdf")
    assert frozen.content == b"%PDF-1.7 as it was first made"


def test_a_plan_that_changes_while_it_is_printed_is_printed_anew(client, result, plan, monkeypatch):
    step(result, text="Van eerst.")
    client.get(f"{plan}rapport.pdf")

    def changed_meanwhile(html, **limits):
        press(client, f"{plan}stap/", text="Van later.")
        client.get(f"{plan}rapport.pdf")
        return html.encode()

    monkeypatch.setattr("scans.services.reporting.make_pdf", changed_meanwhile)
    make_report(result_id=result.pk, language="nl", kind=FileKind.PLAN)

    # What was made of the plan of before answers nobody: the new request still waits.
    assert ReportFile.objects.values_list("kind", "content").get() == (FileKind.PLAN, None)


def test_the_plan_is_on_paper_only_and_never_on_the_page_of_the_result(client, result):
    step(result, text="Geheim plan.")

    assert (
        "Geheim plan."
        not in client.get(f"/resultaat/{result_token(result.scan)}/").content.decode()
    )


def test_the_database_is_asked_as_often_for_five_steps_as_for_one(
    client, result, plan, django_assert_num_queries
):
    step(result)
    client.get(plan)
    counts = []
    for more in (0, 2, 2):
        for _ in range(more):
            step(result)
        with django_assert_num_queries(6):
            client.get(plan)
        counts.append(PlanStep.objects.count())

    assert counts == [1, 3, 5]
