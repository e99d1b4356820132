import html
import io
import re
from dataclasses import replace
from xml.etree import ElementTree

import pytest
from django.template.loader import render_to_string
from django.utils import translation
from pypdf import PdfReader

from scans.engine.round import RoundAnswers, round_figures
from scans.reports.pdf import render_pdf
from scans.reports.renderer import report_html
from tests.reports.samples import (
    RULES,
    client,
    extreme_round,
    member,
    questionnaire,
    report,
    solo,
    solo_with_clients,
    team,
    team_round,
)

MARKUP = '<img src=x onerror="alert(1)"><style>*{display:none}</style>'


def page_html(rf, made):
    context = {
        "report": made,
        "pdf_url": "/rapport.pdf",
        "link": "https://example.org/resultaat/x/",
    }
    with translation.override(made.language):
        return render_to_string("report/result.html", context, request=rf.get("/"))


def squeezed(markup):
    """The text of a page without tags and white space."""
    text = re.sub(r"<[^>]+>", "", markup)
    return "".join(html.unescape(text).split())


def charts(markup):
    """The charts of a page; a chart may hold a small drawing of its own."""
    parts = re.split(r"(?=<svg class)", markup)[1:]
    drawings = [part[: part.rindex("</svg>") + 6] for part in parts]
    return [ElementTree.fromstring(drawing) for drawing in drawings]  # noqa: S314 - our own


@pytest.mark.parametrize(
    ("scores", "role"),
    [
        ((65.625, 43.75, 70.8), (38.1, 69.4)),
        ((12.5, 99.5, 39.5), (100.0, 0.0)),
        ((0.0, 100.0, 69.49), (62.5, 62.5)),
    ],
)
def test_page_and_pdf_show_the_same_figures(rf, scores, role):
    made = report(solo(scores, role))

    page = squeezed(page_html(rf, made))
    pages = PdfReader(io.BytesIO(render_pdf(report_html(made)))).pages
    paper = "".join("".join(p.extract_text().split()) for p in pages)

    figures = re.findall(r"\d+van100(?:,(?:laag|midden|hoog))?", page)
    sentence = "".join(made.role.sentence.split())
    place = re.findall(r"Deafdelingstaatop\d+tussenmakerenmeedenker,meteenimpactindexvan\d+", page)
    assert len(figures) == 7
    assert [text for text in (*figures, sentence, *place) if text not in paper] == []


def test_the_page_says_the_things_in_the_order_in_which_they_matter(rf):
    made = report(solo(text="Eerder aan tafel."))

    page = page_html(rf, made)

    parts = [
        made.opening.rsplit(" ", 1)[0],
        made.impact.sentence,
        made.themes[0].meaning,
        made.role.sentence,
        made.profile.finding.explanation,
        made.highest[0].text,
        made.themes[0].finding.card.rsplit(" ", 1)[0],
        "Eerder aan tafel.",
        made.method.limits[0],
    ]
    places = [html.unescape(page).find(part) for part in parts]
    assert places == sorted(places)
    assert -1 not in places


def test_a_team_page_has_margins_and_no_answers(rf):
    text = squeezed(page_html(rf, report(team())))

    assert "65van100,middenmarge55tot75" in text
    assert "Bekijkalleantwoorden" not in text


def test_what_is_missing_has_a_sentence_and_no_empty_chart(rf):
    made = report(solo((65.6, None, 30), (None, None)))

    page = page_html(rf, made)

    assert made.themes[1].missing in html.unescape(page)
    assert made.profile.sentence in html.unescape(page).replace("\u00a0", " ")
    assert len(charts(page)) == 2


def test_an_end_where_nothing_stands_out_has_no_heading(rf):
    made = report(replace(solo(), lowest=()))

    page = page_html(rf, made)

    assert ("Het hoogst" in page, "Het laagst" in page) == (True, False)
    assert made.alike in page


def test_the_opening_sentence_stands_on_the_page_once(rf):
    made = report()

    page = html.unescape(page_html(rf, made)).replace("\u00a0", " ")

    assert page.count(made.opening) == 1


def test_without_any_score_no_section_is_empty(rf):
    made = report(replace(solo((None,) * 3, (None,) * 2), highest=(), lowest=()))

    for markup in (page_html(rf, made), report_html(made)):
        shown = re.findall(r'id="(gesprek)"|href="#(gesprek)"|"bar (bar-scale)"', markup)
        assert shown == []
        assert "Elke balk loopt" not in markup


@pytest.mark.parametrize("medium", ["page", "paper"])
def test_a_name_cant_turn_the_direction_of_other_text(rf, medium):
    made = report(department="Team \u202eommunicatie", organisation="Stad \u2067X")

    shown = page_html(rf, made) if medium == "page" else report_html(made)

    assert re.findall("[\u202a-\u202e\u2066-\u2069]", shown) == []
    assert "<bdi>Stad X</bdi>" in shown


@pytest.mark.parametrize("medium", ["page", "paper"])
def test_markup_of_readers_is_shown_as_text(rf, medium):
    made = report(solo(text=MARKUP), department=MARKUP, organisation=MARKUP, sector=MARKUP)

    shown = page_html(rf, made) if medium == "page" else report_html(made)

    assert MARKUP not in shown
    assert html.escape(MARKUP) in shown


@pytest.mark.parametrize(
    ("scores", "role"),
    [
        ((65.6, 43.8, 70.8), (38, 69)),
        ((0, 0, 0), (0, 0)),
        ((100, 100, 100), (100, 40)),
        ((50, 50, 50), (None, 30)),
        ((50, 50, 50), (30, None)),
    ],
)
def test_every_chart_has_a_name_and_positions_in_percent_and_no_style(rf, scores, role):
    drawn = charts(page_html(rf, report(solo(scores, role))))

    names = [chart.get("aria-labelledby", "").split() for chart in drawn]
    ids = [[child.get("id") for child in chart if child.get("id")] for chart in drawn]
    attributes = {key for chart in drawn for node in chart.iter() for key in node.attrib}
    assert names == ids
    assert {chart.get("role") for chart in drawn} == {"img"}
    assert attributes & {"style", "class", "viewBox"} == {"class"}
    assert all(re.fullmatch(r"[\d.]+%?", node.get("cx", "0")) for c in drawn for node in c.iter())


def test_ids_are_unique_on_page_and_paper(rf):
    large = report(team_round(14, 12))
    markups = [page_html(rf, report(solo(text="x"))), report_html(report(solo(text="x")))]

    for markup in (*markups, page_html(rf, large), report_html(large)):
        ids = re.findall(r'\bid="([^"]+)"', markup)
        assert len(ids) == len(set(ids))


def test_the_page_has_no_inline_style(rf):
    page = page_html(rf, report())

    assert re.findall(r"<style|\bstyle=|<script(?! src)", page) == []


def test_the_paper_asks_for_nothing_outside_itself():
    markup = report_html(report())

    assert re.findall(r"(?:src|href)=\"(?!#)|url\((?!data:)", markup) == []


@pytest.mark.parametrize(
    ("template", "words"),
    [
        ("report/pdf_pending.html", "Je rapport wordt gemaakt"),
        ("report/pdf_failed.html", "Het rapport is niet gelukt"),
    ],
)
def test_waiting_and_failing_lead_back_to_the_result(rf, template, words):
    page = render_to_string(template, {"result_url": "/resultaat/x/"}, request=rf.get("/"))

    assert words in page
    assert 'href="/resultaat/x/"' in page


def test_a_round_shows_both_images_and_who_they_are_of(rf):
    made = report(team_round(14, 12))

    page = squeezed(page_html(rf, made))

    theme = made.round.mirror.themes[2]
    assert f"zelfbeeld{theme.own.score:.0f}(14personen)" in page
    assert f"klantbeeld{theme.clients.score:.0f}(12personen)" in page
    assert "Ingevulddoor14vande16verwachteteamleden" in page
    assert "zelfbeeld(14vande16verwachteteamleden)" in page
    assert "Deaannametoets" in page
    assert "Deverdelingperstelling" in page
    assert "letterlijkeninwillekeurigevolgorde" in page
    assert "Watopvalt" not in page


def test_the_mirror_in_brief_stands_near_the_top_of_page_and_paper(rf):
    made = report(team_round(14, 12))

    page, paper = squeezed(page_html(rf, made)), squeezed(report_html(made))

    brief = "".join(made.round.mirror.summary.split())
    assert page.index(brief) < page.index("Dedriethema’s")
    assert brief in paper
    assert page.count("klanten50") == 2
    assert brief not in squeezed(page_html(rf, report()))


def test_a_small_round_shows_no_distribution_and_no_texts(rf):
    page = squeezed(page_html(rf, report(team_round(7, 6))))

    assert "Deverdelingperstelling" not in page
    assert "Ineigenwoorden" not in page
    assert "Met7teamledenen6interneklantenziejescoresinstappenvan5" in page


@pytest.mark.parametrize(("clients", "drawn"), [(3, 0), (6, 5)])
def test_of_too_small_a_team_page_and_paper_hold_no_figure(rf, clients, drawn):
    made = report(team_round(3, clients, expected_team=9, expected_clients=10))

    for markup in (page_html(rf, made), report_html(made)):
        assert "van100" not in squeezed(re.sub(r"<style>.*?</style>", "", markup, flags=re.DOTALL))
        assert len(re.findall(r"<svg class=\"chart\"", markup)) == drawn
        assert re.findall(r"zelfbeeld \S*\d", markup) == []
        assert "Vul samen één scan in" in markup


def test_beyond_a_border_the_source_holds_only_the_border(rf):
    page = page_html(rf, report(extreme_round()))

    assert "Relevantie: hoog: 80 of meer" in page
    assert "Kaart van rol" not in page
    assert "100 van 100" not in page
    assert "stroke-dasharray" in page


def test_one_person_with_clients_has_answers_and_a_mirror(rf):
    page = squeezed(page_html(rf, report(solo_with_clients())))

    assert "zelfbeeld(éénpersoon)" in page
    assert "Bekijkalleantwoorden" in page


def test_an_own_picture_has_no_pdf_and_no_link_to_give_away(rf):
    context = {"report": report(own_picture=True), "back_url": "/invullen/x/", "link": "/geheim/"}

    page = render_to_string("report/own.html", context, request=rf.get("/"))

    assert "Dit is jouw eigen beeld." in page
    assert 'href="/invullen/x/"' in page
    assert "Download het rapport" not in page
    assert "/geheim/" not in page


def without(answers, *starts):
    """The same answers without those whose code starts so."""
    return {code: value for code, value in answers.items() if not code.startswith(starts)}


def half_compared(*, own=(), clients=(), solo=False):
    """Figures of a round in which most left these themes open, on one side of the mirror."""
    people = 1 if solo else 7
    answers = RoundAnswers(
        team=[without(member(seed, mean=4), *own) for seed in range(people)],
        clients=[without(client(seed, mean=3), *clients) for seed in range(7)],
        department_size=20,
        expected_team=None if solo else 7,
        expected_clients=7,
    )
    return round_figures(questionnaire(), answers, rules=RULES)


@pytest.mark.parametrize(
    "figures",
    [
        pytest.param({"clients": ("k-tim",)}, id="clients-left-it-open"),
        pytest.param({"own": ("tim",)}, id="the-team-left-it-open"),
        pytest.param({"own": ("tim",), "solo": True}, id="one-person-left-it-open"),
    ],
)
def test_a_theme_that_one_side_left_open_is_not_compared(rf, figures):
    made = report(half_compared(**figures))

    page, paper = page_html(rf, made), report_html(made)

    timing = next(one for one in made.round.mirror.themes if one.key == "timing")
    assert (timing.difference, timing.finding) == (None, None)
    for text in (page, paper):
        assert squeezed(timing.missing) in squeezed(text)
        assert "niettevergelijken" in squeezed(text)
