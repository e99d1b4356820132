"""A questionnaire is edited and published in a browser while somebody is filling in the old one."""

import pytest
from playwright.sync_api import Page, expect

from scans.models import Group, QualityCount, QuestionnaireVersion, Scan
from scans.services.closing import close_round
from scans.services.quality import refresh_quality
from tests.adviser import PASSWORD, account, current_code
from tests.browser.conftest import overflow, violations
from tests.browser.test_dashboard import log_in, press
from tests.browser.walk import follow
from tests.factories import (
    TODAY,
    ResponseFactory,
    ScanFactory,
    respondent_token,
)
from tests.services.test_quality import closed

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("published")]

NEW = "Wij zeggen nee tegen wat niet telt."


def at_dashboard(page: Page) -> None:
    who = account()
    log_in(page, who.email, PASSWORD)
    page.get_by_label("Code").fill(current_code())
    press(page, "Log in")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Dag ")


def sound(page: Page) -> None:
    assert (violations(page), overflow(page)) == ([], 0)


def invited() -> str:
    """Somebody in an open round on the published version; their own address."""
    scan = ScanFactory(questionnaire=QuestionnaireVersion.objects.get(), team=True)
    response = ResponseFactory(scan=scan)
    return f"/invullen/{respondent_token(response.pk)}/"


def begin_next_version(page: Page) -> None:
    page.goto("/dashboard/vragenlijsten/")
    sound(page)
    follow(page.get_by_role("link", name="kern 1.0"))
    sound(page)
    press(page, "Begin een nieuwe versie hiermee")
    sound(page)


def change_first_statement(page: Page) -> None:
    follow(page.get_by_role("link", name="Relevantie"))
    sound(page)
    first = page.locator("[id='id_themes.0.statements.0.text.nl']")
    first.fill("")
    press(page, "Bewaar")
    expect(page.get_by_role("alert")).to_contain_text("Deze tekst is leeg.")
    sound(page)
    first.fill(NEW)
    press(page, "Bewaar")
    expect(page.locator(".differences ins").first).to_be_visible()
    sound(page)


def preview(page: Page) -> None:
    page.get_by_role("link", name="Bekijk als teamlid").click()
    expect(page.locator("legend").first).to_contain_text(NEW)
    sound(page)
    page.get_by_role("link", name="English").click()
    expect(page.get_by_role("link", name="Nederlands")).to_be_visible()
    follow(page.locator(".preview-links a").first)


def test_a_version_is_edited_and_published_while_a_scan_is_open(page, open_context):
    respondent = open_context().new_page()
    respondent.goto(f"{invited()}relevantie/")
    old = respondent.locator("legend").first.inner_text()

    at_dashboard(page)
    begin_next_version(page)
    change_first_statement(page)
    preview(page)
    press(page, "Publiceer kern 1.1")
    expect(page.get_by_role("status")).to_contain_text("Gepubliceerd.")
    sound(page)

    respondent.reload()
    assert respondent.locator("legend").first.inner_text() == old
    respondent.locator("label.choice").first.click()
    respondent.get_by_role("button", name="Volgende").click()
    expect(respondent.get_by_role("heading", level=1)).to_have_text("Timing")
    assert str(Scan.objects.get().questionnaire) == "kern 1.0"
    assert QuestionnaireVersion.objects.count() == 2


def test_the_quality_page_is_read_on_a_phone(page):
    for place in range(30):
        closed(place)
    (version,) = QuestionnaireVersion.objects.all()
    kept = refresh_quality(version_id=version.pk, group=Group.TEAM, today=TODAY)
    kept.figures["steps"] |= {"begonnen": 40, "verstuurd": 30}
    kept.figures["times"] |= {"5-10": 30}
    kept.save()
    at_dashboard(page)

    page.get_by_role("navigation").get_by_role("link", name="Kwaliteit").click()

    expect(page.get_by_role("heading", name="Teams")).to_be_visible()
    sound(page)


def test_how_long_it_took_goes_with_the_sending_as_one_class(page, open_context):
    own = invited()
    page.clock.install()
    page.goto(f"{own}relevantie/")
    page.locator("label.choice").first.click()
    page.clock.fast_forward(7 * 60 * 1000)
    page.get_by_role("button", name="Volgende").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Timing")
    page.goto(f"{own}overzicht/")
    posted = []
    page.on("request", lambda request: posted.append(request.post_data or ""))
    press(page, "Verstuur mijn antwoorden")
    expect(page.get_by_role("heading", level=1)).not_to_have_text("Klopt het zo?")

    scan = Scan.objects.get()
    assert scan.durations == {"team": {"5-10": 1}}
    assert any("duur=5-10" in one for one in posted)
    close_round(scan_id=scan.pk, today=TODAY)
    assert QualityCount.objects.get(key__startswith="tijd.").key == "tijd.5-10"


@pytest.mark.parametrize(("paused", "again"), [(31, False), (0, True)])
def test_who_pauses_or_comes_back_in_another_tab_took_several_sittings(
    page, open_context, paused, again
):
    own = invited()
    page.clock.install()
    page.goto(f"{own}relevantie/")
    page.locator("label.choice").first.click()
    expect(page.locator("[data-save-status]")).to_have_text("Opgeslagen")
    page.clock.fast_forward(paused * 60 * 1000)
    if again:
        page = page.context.new_page()
    page.goto(f"{own}timing/")
    page.goto(f"{own}overzicht/")
    press(page, "Verstuur mijn antwoorden")
    expect(page.get_by_role("heading", level=1)).not_to_have_text("Klopt het zo?")

    assert Scan.objects.get().durations == {"team": {"meer-keren": 1}}
