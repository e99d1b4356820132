"""The five modules: filled in on a phone by a colleague and a client, and read as page and PDF."""

import io
import random
from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Page
from pypdf import PdfReader

from scans.content.files import document_path, newest_version_of
from scans.content.loader import read_document
from scans.engine.figures import ScanFigures
from scans.engine.questionnaire import Questionnaire
from scans.models import Group, QuestionnaireVersion, Response, Result, Scan
from scans.queries.questionnaires import asked_of
from scans.services.closing import close_round
from tests.browser.conftest import overflow, run_worker, violations
from tests.browser.walk import next_page
from tests.factories import (
    TODAY,
    QuestionnaireVersionFactory,
    ResponseFactory,
    ScanFactory,
    clients_token,
    result_token,
    team_token,
)

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("published")]

SLUGS = ("organisatie", "patronen", "professional", "relaties", "rollen")
PAGES = 24
"""A report with all five modules of twelve persons has so many pages at most."""


def round_with_modules() -> Scan:
    """Start a round of twelve with six clients, put with all five modules."""
    documents = [read_document(document_path(slug, newest_version_of(slug))) for slug in SLUGS]
    modules = [
        QuestionnaireVersionFactory(
            slug=one.slug, digest=one.digest, source=one.source, data=one.data
        )
        for one in documents
    ]
    return ScanFactory(
        questionnaire=QuestionnaireVersion.objects.get(slug="kern"),
        module_ids=[one.pk for one in modules],
        team=True,
        clients=True,
        department_size=14,
        expected_team=12,
    )


def answers_of(asked: Questionnaire, seed: int) -> dict[str, int | str]:
    """Answer everything that is scored; no two persons alike."""
    chance = random.Random(seed)  # noqa: S311 - answers
    codes = [*asked.statements, *asked.role_codes]
    codes += [code for one in asked.modules for code in one.codes if code in one.scale_codes]
    answers: dict[str, int | str] = {code: chance.randint(2, 5) for code in codes}
    for module in asked.modules:
        for code, values in module.option_values.items():
            answers[code] = sorted(values)[0 if chance.random() < 0.7 else -1]
    return answers


def look(page: Page) -> list[str]:
    """Return what is wrong with a page, seen from its end.

    There the bar with the buttons lies over nothing; elsewhere it covers answers for a part,
    until one scrolls on.
    """
    page.evaluate("scrollTo(0, document.documentElement.scrollHeight)")
    return violations(page) + [f"{wide} pixels too wide" for wide in [overflow(page)] if wide]


def fill_in(page: Page, own: str, asked: Questionnaire, seed: int) -> dict[str, list[str]]:
    """Fill in the pages of the modules; return what is wrong with each, before and after."""
    problems = {}
    answers = answers_of(asked, seed)
    for module in asked.modules:
        page.goto(f"{own}{module.slug}/")
        problems[f"{own}{module.slug}, empty"] = look(page)
        for code in module.codes:
            page.locator(f'input[name="{code}"][value="{answers[code]}"]').check(force=True)
        problems[f"{own}{module.slug}, filled in"] = look(page)
        next_page(page)
        page.wait_for_url(lambda address, slug=module.slug: f"/{slug}/" not in address)
    page.goto(f"{own}overzicht/")
    problems[f"{own}overzicht"] = look(page)
    return problems


def join(context: BrowserContext, path: str) -> tuple[Page, str]:
    """Begin with an invitation; return the page and one's own address."""
    page = context.new_page()
    page.goto(path)
    page.get_by_role("button", name="Ik doe mee").click()
    page.wait_for_url("**/invullen/*/")
    return page, page.url


def others_answer(scan: Scan) -> None:
    """Let the eleven others of the team and the five other clients send their answers."""
    for group, count in ((Group.TEAM, 11), (Group.CLIENT, 5)):
        asked = asked_of(scan, group)
        for seed in range(count):
            ResponseFactory(scan=scan, group=group, answers=answers_of(asked, seed), sent=True)


def send_the_rest(scan: Scan) -> None:
    """Add to what was filled in by hand the pages of the core, and send it."""
    for response in Response.objects.filter(scan=scan, sent=False):
        asked = asked_of(scan, Group(response.group))
        response.answers = answers_of(asked, 99) | response.answers
        response.sent = True
        response.save()


def filled_in_by_hand(
    open_context: Callable[..., BrowserContext], scan: Scan
) -> dict[str, list[str]]:
    """Let a colleague and a client fill in their pages; return what is wrong with any of them."""
    member, own = join(open_context(), f"/team/{team_token(scan)}/")
    client, own_of_client = join(open_context(), f"/klanten/{clients_token(scan)}/")
    problems = {
        **fill_in(member, own, asked_of(scan, Group.TEAM), seed=50),
        **fill_in(client, own_of_client, asked_of(scan, Group.CLIENT), seed=51),
    }
    return {at: found for at, found in problems.items() if found}


def given_by_hand(scan: Scan) -> dict[Group, dict[str, int | str]]:
    """Return what the two who filled in by hand answered."""
    answers = {}
    for group, seed in ((Group.TEAM, 50), (Group.CLIENT, 51)):
        asked = asked_of(scan, group)
        given = answers_of(asked, seed)
        answers[group] = {code: given[code] for one in asked.modules for code in one.codes}
    return answers


def lacking(page: Page, figures: ScanFigures) -> list[str]:
    """Return the scores of modules, as they are frozen, that their section does not show."""
    return [
        f"{found.slug}: {one.score:.0f}"
        for found in figures.modules
        for one in [*found.themes.values(), *found.clients.values()]
        if f"{one.score:.0f} van 100" not in page.locator(f"#module-{found.slug}").inner_text()
    ]


def modules_on(slides: Page, titles: list[str]) -> tuple[list[str], list[str]]:
    """Return the modules that have slides, in their order, and what is wrong with any of these."""
    shown, problems = [], []
    for _ in range(slides.locator(".slide").count()):
        heading = slides.locator(".slide:visible h2").all_inner_texts()
        if heading and heading[0] in titles:
            shown.append(heading[0])
            problems += violations(slides) + [
                f"{wide} too wide" for wide in [overflow(slides)] if wide
            ]
        slides.keyboard.press("ArrowRight")
    return list(dict.fromkeys(shown)), problems


def pdf_of(page: Page) -> PdfReader:
    """Ask for the PDF of this result, and return it when it has been made."""
    page.request.get(f"{page.url}rapport.pdf")
    run_worker()
    return PdfReader(io.BytesIO(page.request.get(f"{page.url}rapport.pdf").body()))


def test_all_five_modules_from_a_phone_to_the_pdf(open_context):
    scan = round_with_modules()
    asked = {group: asked_of(scan, group).modules for group in (Group.TEAM, Group.CLIENT)}
    titles = [module.title["nl"] for module in asked[Group.TEAM]]

    problems = filled_in_by_hand(open_context, scan)

    assert [one.slug for one in asked[Group.TEAM]] == list(SLUGS)
    assert [one.slug for one in asked[Group.CLIENT]] == ["relaties"]
    assert problems == {}
    kept = {Group(one.group): one.answers for one in Response.objects.all()}
    assert kept == given_by_hand(scan)

    others_answer(scan)
    send_the_rest(scan)
    close_round(scan_id=scan.pk, today=TODAY)
    page = open_context().new_page()
    page.goto(f"/resultaat/{result_token(scan)}/")

    assert (violations(page), overflow(page)) == ([], 0)
    assert [page.locator(f"#module-{slug} h2").inner_text() for slug in SLUGS] == titles
    assert lacking(page, ScanFigures.from_json(Result.objects.get().figures)) == []

    slides = open_context().new_page()
    slides.goto(f"{page.url}presentatie/")
    assert modules_on(slides, titles) == (titles, [])

    document = pdf_of(page)
    text = "\n".join(one.extract_text() for one in document.pages)
    bookmarks = [one.title for one in document.outline if not isinstance(one, list)]
    assert [title for title in titles if title not in text] == []
    assert [title for title in bookmarks if title in titles] == titles
    assert len(document.pages) <= PAGES
    assert document.trailer["/Root"]["/MarkInfo"]["/Marked"]
