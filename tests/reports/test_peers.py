import io
import re
from dataclasses import replace

import pytest
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.utils import translation
from pypdf import PdfReader

from scans.engine.benchmark import Bin
from scans.engine.distribution import Distribution
from scans.engine.peerreport import PeerMeasure, PeersSection, PeerView
from scans.engine.peers import Segment
from scans.reports import peercharts, peerwords
from scans.reports.charts import COLOURS, TINTS, Palette
from scans.reports.pdf import render_pdf
from scans.reports.peercharts import Bar, PeerChart, peer_chart, role_chart
from scans.reports.reading import report_of
from scans.reports.renderer import report_html
from scans.services.closing import close_round
from tests.factories import round_with
from tests.reports.peers_samples import MEASURES, NARROW, PUBLISHED, SECTOR, group, standing
from tests.reports.samples import extreme_round, report, solo, team_round

ALONE = standing(group(12, segment=NARROW, start=400, solo=3), measures=["relevantie"])
FULL = standing(group(45, segment=NARROW, solo=9), group(90, segment=SECTOR))
BAND = standing(group(12, segment=NARROW, start=400))
WERE_TOO_FEW = (
    "De scan beoordeelt geen personen. Toen deze ronde sloot, waren er nog te weinig afdelingen "
    "met gepubliceerde cijfers om mee te vergelijken."
)
CAVEAT = (
    "Zelf aangemeld, niet representatief: deze afdelingen kozen er zelf voor om mee te doen. De "
    "vergelijking is context, geen doel. Hoger dan anderen is niet altijd beter voor jullie "
    "organisatie."
)
EXTREME_PLACES = 2
VIEW = PeerView(
    group="alle afdelingen",
    basis="",
    low=40,
    middle=None,
    high=60,
    bins=None,
    own=None,
    own_extreme=None,
    sentence="De middelste helft staat tussen 40 en 60.",
    standing=None,
)


NEVER_BROKEN = "6–\u206010 personen"
NOT_YET = (
    "Toen deze ronde sloot, was er nog geen benchmark: er waren nog te weinig afdelingen met "
    "gepubliceerde cijfers. Vergelijken kan pas vanaf tien organisaties"
)


def page(made):
    context = {"report": made, "pdf_url": "/rapport.pdf", "link": "https://example.org/x/"}
    with translation.override(made.language):
        return render_to_string("report/result.html", context, request=RequestFactory().get("/"))


def words(made):
    """The page's text with every space the same."""
    return " ".join(page(made).replace("\u00a0", " ").split())


def pages_of(made):
    """The text of each page on paper."""
    pages = PdfReader(io.BytesIO(render_pdf(report_html(made)))).pages
    return [" ".join(one.extract_text().replace("\u2060", "").split()) for one in pages]


def paper(made):
    return " ".join(pages_of(made))


def varied(found, **others):
    """The same standing with other peers for these measures."""
    return replace(found, peers={**found.peers, **others})


def beside(*groups):
    """What stands beside these groups for one measure."""
    return standing(*groups, measures=["relevantie"]).peers["relevantie"]


def compared(found, figures=None, **facts):
    """What the report compares, by key."""
    section = report(figures, standing=found, **facts).benchmark
    return {one.key: one for one in section.measures}


def test_of_ten_organisations_the_report_shows_the_middle_half_and_where_the_department_is():
    made = report(standing=ALONE).benchmark

    name = f"afdelingen in de sector ‘Gemeente’ met {NEVER_BROKEN}"
    basis = (
        "12 afdelingen van 12 organisaties. Hun rondes sloten in januari\u00a02026 tot en met "
        "november\u00a02026. Bij 25 procent is er één ingevulde scan: van één persoon, of van een "
        "team samen. De eigen organisatie telt niet mee."
    )
    view = PeerView(
        group=name,
        basis=basis,
        low=54,
        middle=None,
        high=81,
        bins=None,
        own=65.625,
        own_extreme=None,
        sentence="De middelste helft staat tussen 54 en 81.",
        standing="De afdeling staat in de middelste helft.",
        brief="in de middelste helft",
    )
    assert made == PeersSection(
        edition="2026-11",
        published_on=PUBLISHED,
        scores=(PeerMeasure("relevantie", "R", "Relevantie", view),),
        role=(),
        role_sentence=None,
        missing=(
            "Timing, resultaat, impactindex, rol nu en rol gewenst: nog te weinig afdelingen om "
            "mee te vergelijken."
        ),
        group=name,
        basis=basis,
        brief=(
            f"Het lichte vlak onder een balk is de middelste helft van {name} (12 afdelingen). Hun "
            "rondes sloten in januari\u00a02026 tot en met november\u00a02026. Zelf aangemeld, "
            "niet representatief."
        ),
        caveat=CAVEAT,
    )


@pytest.mark.parametrize(
    ("score", "sentence"),
    [
        (81.5, "De afdeling staat boven de middelste helft."),
        (81.4, "De afdeling staat in de middelste helft."),
        (53.5, "De afdeling staat in de middelste helft."),
        (53.4, "De afdeling staat onder de middelste helft."),
    ],
)
def test_where_the_department_is_follows_from_the_numbers_that_are_shown(score, sentence):
    found = compared(BAND, solo((score, 50, 50)))["relevantie"].chosen

    assert (found.low, found.high, found.standing) == (54, 81, sentence)


def test_thousands_of_departments_are_counted_with_the_sign_of_the_language():
    (peers,) = beside(group(12, segment=NARROW, start=400))
    many = replace(peers, departments=46273, organisations=45792)

    assert peerwords.count_of(many) == "46.273 afdelingen van 45.792 organisaties"


def test_from_twenty_organisations_there_are_a_rank_a_median_and_a_distribution():
    view = compared(FULL)["relevantie"].chosen

    assert view.standing == (
        "De afdeling scoort hoger dan ongeveer 6 van de 10 afdelingen. "
        "De marge loopt van 3 tot 9 van de 10."
    )
    assert view.sentence == (
        "De middelste helft staat tussen 44 en 73, de middelste afdeling op 59."
    )
    assert sum(one.count for one in view.bins) == 45


def test_the_other_groups_are_there_with_their_own_rank():
    (other,) = report(standing=FULL).benchmark.others

    view = other.scores[0].chosen
    assert (view.group, other.group) == ("afdelingen in de sector ‘Gemeente’",) * 2
    assert view.standing.startswith("De afdeling scoort hoger dan ongeveer 7 van de 10")


def test_the_role_is_a_place_beside_that_of_the_others_and_has_no_rank():
    made = report(standing=FULL).benchmark

    assert [(one.title, one.chosen.own, one.chosen.standing) for one in made.role] == [
        ("Rol nu", 38.1, None),
        ("Rol gewenst", 69.4, None),
    ]
    assert [one.chosen.bins for one in made.role] == [None, None]
    assert made.role_sentence == (
        "Van maker (0) naar meedenker (100) staat de middelste afdeling nu op 59; gewenst is 59. "
        "De eigen afdeling: nu 38, gewenst 69."
    )


def test_without_a_median_the_role_of_the_others_is_told_by_the_middle_half():
    made = report(solo((50, 50, 50), (None, None)), standing=BAND).benchmark

    assert made.role_sentence == (
        "Van maker (0) naar meedenker (100) staat de middelste helft van de anderen nu tussen 54 "
        "en 81; gewenst is tussen 54 en 81."
    )


@pytest.mark.parametrize("measures", [["rol.huidig"], ["relevantie"]])
def test_one_place_alone_is_no_way_from_now_to_wanted(measures):
    made = report(standing=standing(group(12), measures=measures)).benchmark

    assert made.role_sentence is None


def test_places_of_two_groups_are_no_way_from_now_to_wanted():
    both = standing(group(12))
    peers = {**both.peers, "rol.huidig": BAND.peers["rol.huidig"]}

    made = report(standing=replace(both, peers=peers)).benchmark

    assert (made.role_sentence, made.group, made.basis) == (None, None, None)
    assert "Naast alle afdelingen die meedoen: 12 afdelingen" in page(
        report(standing=replace(both, peers=peers))
    )


@pytest.mark.parametrize(
    ("found", "sentence"),
    [
        (FULL, "De eigen organisatie telt mee in deze groep."),
        (BAND, "De eigen organisatie telt mee in deze groep."),
    ],
)
def test_it_is_said_when_the_own_organisation_is_one_of_the_group(found, sentence):
    (chosen, *_) = found.peers["relevantie"]
    among = {**found.peers, "relevantie": (replace(chosen, counts_own=True),)}

    view = compared(replace(found, peers=among))["relevantie"].chosen

    assert view.basis.removesuffix(sentence).endswith((" ieder apart. ", " team samen. "))


def test_a_score_beyond_a_border_gets_no_rank_and_no_distribution():
    view = compared(FULL, extreme_round())["relevantie"].chosen

    assert (view.own, view.own_extreme, view.standing, view.bins) == (80.0, "hoog", None, None)


def test_without_an_own_score_only_the_group_is_shown():
    view = compared(FULL, solo((None, 50, 50)))["relevantie"].chosen

    assert (view.own, view.standing, view.low, view.high) == (None, None, 44, 73)


def test_with_too_few_departments_for_everything_one_sentence_says_so():
    made = report(standing=standing())

    assert made.benchmark.measures == ()
    assert (
        "Toen deze ronde sloot, stonden er in de benchmark nog te weinig afdelingen om jullie mee "
        "te vergelijken: dat kan pas vanaf tien organisaties"
    ) in words(made)
    assert WERE_TOO_FEW in words(made)


def test_without_an_edition_page_and_paper_say_that_there_are_too_few_departments():
    made = report(standing=None)

    shown, printed = words(made), pages_of(made)

    assert "Vergeleken met andere afdelingen" in printed[1]
    for text in (shown, " ".join(printed).replace("- ", "")):  # paper breaks words off
        assert "Vergeleken met andere afdelingen" in text
        assert text.count(NOT_YET) == 1
        assert WERE_TOO_FEW in text
        assert "Editie" not in text


@pytest.mark.parametrize("found", [None, FULL])
def test_in_an_own_picture_nothing_is_compared(found):
    made = report(standing=found, own_picture=True)

    assert made.benchmark is None
    assert "Vergeleken met andere afdelingen" not in page(made)
    assert "vergelijkt je niet met andere afdelingen" in page(made)


def test_page_and_paper_show_the_chosen_group_and_the_others():
    made = report(standing=FULL)

    shown, printed = page(made).replace("\u2060", ""), paper(made)

    for text in (
        "hoger dan ongeveer 6 van de 10 afdelingen",
        "Zelf aangemeld, niet representatief",
        "afdelingen in de sector ‘Gemeente’ met 6–10 personen",
        "45 afdelingen van 45 organisaties",
        "context, geen doel",
        "De middelste helft van de anderen",
    ):
        assert text in " ".join(shown.replace("\u00a0", " ").split())
        assert text in printed
    assert "<summary>Afdelingen in de sector ‘Gemeente’</summary>" in shown
    assert "90 afdelingen van 90 organisaties" in " ".join(shown.split())
    assert "Achterin staat de afdeling ook naast afdelingen in de sector ‘Gemeente’." in printed
    assert "Achterin" not in shown
    assert "90 afdelingen van 90 organisaties" in printed
    assert "Relevantie 66 43–70 57 hoger dan ongeveer 7 van de 10 (marge" in printed
    assert "Rol nu 38 43–70 57 een plek, geen cijfer" in printed
    assert WERE_TOO_FEW not in shown


def test_paper_has_no_annex_of_other_groups_where_there_are_none():
    printed = paper(report(standing=BAND))

    assert "Naast andere groepen" not in printed
    assert "Achterin staat de afdeling" not in printed


def test_the_annex_of_a_small_group_says_where_the_department_is_without_a_rank():
    found = standing(group(45, segment=NARROW), group(12, segment=SECTOR, start=400))

    printed = paper(report(solo((95, None, 10)), standing=found))

    assert "Relevantie 95 54–81 boven de middelste helft" in printed
    assert "Timing – 54–81 –" in printed
    assert "Resultaat 10 54–81 onder de middelste helft" in printed


def test_the_annex_has_a_dash_for_a_median_that_one_measure_lacks():
    found = standing(group(45, segment=NARROW), group(45, segment=SECTOR))
    fewer = beside(group(45, segment=NARROW), group(12, segment=SECTOR, start=400))

    printed = paper(report(standing=varied(found, relevantie=fewer)))

    assert (
        "Relevantie 66 54–81 – in de middelste helft Hier: 12 afdelingen van 12 organisaties."
    ) in printed


def test_where_a_figure_is_of_other_numbers_the_group_is_named_once_and_only_the_count_differs():
    made = report(standing=varied(BAND, relevantie=beside(group(19, segment=NARROW, solo=5))))

    section, shown = made.benchmark, words(made)

    assert section.basis.startswith(
        "12 afdelingen van 12 organisaties; waar dat anders is, staat het erbij. Hun rondes"
    )
    assert "Bij 0 tot 26 procent is er één ingevulde scan" in section.basis
    assert [one.chosen.apart for one in section.measures] == [
        "19 afdelingen van 19 organisaties.",
        *[None] * 5,
    ]
    assert shown.count("Hier: 19 afdelingen van 19 organisaties.") == 1
    assert shown.count("afdelingen in de sector ‘Gemeente’ met 6–") == 1
    assert "Naast afdelingen" not in shown


def test_it_is_said_where_the_own_organisation_is_only_in_some_of_the_figures():
    (peers,) = BAND.peers["timing"]
    among = [(replace(peers, counts_own=True),)] * 2

    found = varied(BAND, relevantie=among[0], timing=among[1])
    made = report(standing=found).benchmark

    assert made.basis.endswith("De eigen organisatie telt mee in deze groep.")
    assert [one.chosen.apart for one in made.scores] == [
        None,
        None,
        "de eigen organisatie telt niet mee.",
        "de eigen organisatie telt niet mee.",
    ]


@pytest.mark.parametrize(
    ("places", "sentence"),
    [
        ((12, 12), None),
        ((15, 15), "Hier: 15 afdelingen van 15 organisaties."),
        ((12, 15), "Gewenst: 15 afdelingen van 15 organisaties."),
        (
            (14, 15),
            ("Nu: 14 afdelingen van 14 organisaties. Gewenst: 15 afdelingen van 15 organisaties."),
        ),
    ],
)
def test_of_the_places_it_is_said_once_how_many_others_there_are(places, sentence):
    now, wanted = (beside(group(many, segment=NARROW, start=400)) for many in places)

    made = report(standing=varied(BAND, **{"rol.huidig": now, "rol.gewenst": wanted}))

    assert made.benchmark.role_basis == sentence
    assert (sentence or "Hun rondes") in words(made)


def test_the_summary_says_whose_middle_half_it_shows():
    summary = pages_of(report(standing=FULL))[2]

    assert summary.count("anderen 44–73") == 3
    assert (
        "de middelste helft van afdelingen in de sector ‘Gemeente’ met 6–10 personen "
        "(45 afdelingen)"
    ) in summary
    assert "Zelf aangemeld, niet representatief. Editie 2026-11, van 20 november 2026." in summary


def test_the_summary_names_the_group_and_the_number_of_each_theme_where_they_differ():
    fewer = varied(FULL, timing=beside(group(40, segment=NARROW)))
    wider = varied(fewer, resultaat=beside(group(90, segment=SECTOR)))

    briefs = [report(standing=one).benchmark.brief for one in (fewer, wider)]

    name = f"afdelingen in de sector ‘Gemeente’ met {NEVER_BROKEN}"
    start = "Het lichte vlak onder een balk is de middelste helft van"
    assert [one.partition(". Hun")[0] for one in briefs] == [
        f"{start} {name} (45 afdelingen bij relevantie en resultaat en 40 afdelingen bij timing)",
        (
            f"{start} anderen: bij relevantie en timing {name} (45 afdelingen bij relevantie en 40 "
            "afdelingen bij timing) en bij resultaat afdelingen in de sector ‘Gemeente’ "
            "(90 afdelingen)"
        ),
    ]


def test_the_summary_is_silent_about_others_where_no_theme_is_compared():
    made = report(standing=standing(group(12), measures=["impact"]))

    assert made.benchmark.brief is None
    assert "anderen" not in pages_of(made)[2]


def test_the_summary_shows_others_only_beside_the_themes_that_have_them():
    assert pages_of(report(standing=ALONE))[2].count("anderen 54–81") == 1


def test_the_places_of_a_middle_half_at_one_point_are_told_as_in_a_sentence():
    same = replace(group(12), distribution=Distribution({250: 12}))

    assert "op 25</td>" in page(report(standing=standing(same)))


def test_a_team_of_too_few_sees_no_comparison():
    assert "Vergeleken met andere afdelingen" not in page(report(team_round(3, 6), standing=FULL))


@pytest.mark.django_db
def test_the_standing_that_was_frozen_at_closing_is_the_one_that_is_read():
    result = close_round(scan_id=round_with().pk, today=PUBLISHED)
    before = report_of(result, "nl").benchmark
    result.benchmark = FULL.to_json()

    made = report_of(result, "nl").benchmark

    assert (before.edition, before.measures) == (None, ())
    assert (made.edition, made.group) == (
        "2026-11",
        f"afdelingen in de sector ‘Gemeente’ met {NEVER_BROKEN}",
    )


@pytest.mark.parametrize(
    ("segment", "name"),
    [
        (Segment(), "alle afdelingen die meedoen"),
        (Segment(size="51+"), "afdelingen met 51 of meer personen"),
        (Segment(sector="maan"), "afdelingen in de sector ‘maan’"),
    ],
)
def test_a_group_is_named_by_what_it_divides_by(segment, name):
    assert peerwords.group_name(segment, {}) == name


@pytest.mark.parametrize(
    ("solo_filled", "sentence"),
    [
        (0, "Elk daarvan is door meer mensen ingevuld, ieder apart."),
        (
            1,
            (
                "Bij minder dan 1 procent is er één ingevulde scan: van één persoon, of van een "
                "team samen."
            ),
        ),
        (
            300,
            ("Bij 100 procent is er één ingevulde scan: van één persoon, of van een team samen."),
        ),
    ],
)
def test_how_many_were_filled_in_by_one_person_is_always_said(solo_filled, sentence):
    (peers,) = standing(group(300, solo=solo_filled), measures=["timing"]).peers["timing"]

    assert peerwords.basis_of(peers).endswith(sentence)


def test_a_period_of_one_month_names_it_once():
    (peers,) = standing(group(12), measures=["timing"]).peers["timing"]

    assert peerwords.period_of(replace(peers, period=(PUBLISHED, PUBLISHED))) == (
        "november\u00a02026"
    )


@pytest.mark.parametrize(
    ("organisations", "sentence"),
    [
        (12, "De middelste helft staat op 50."),
        (30, "De middelste helft staat op 50, de middelste afdeling op 50."),
    ],
)
def test_a_middle_half_at_one_point_is_said_as_one_point(organisations, sentence):
    same = replace(group(organisations), distribution=Distribution({500: organisations}))
    (peers,) = standing(same, measures=["timing"]).peers["timing"]

    assert peerwords.band_sentence(peers, "timing") == sentence


@pytest.mark.parametrize(("value", "shown"), [(4, "+4"), (0, "0"), (-4, "−4")])
def test_a_difference_carries_its_sign(value, shown):
    assert peerwords.points(value, "spiegel.timing") == shown


@pytest.mark.parametrize(
    ("rank", "interval", "organisations", "sentence"),
    [
        (
            15.0,
            (5, 36),
            20,
            "Minder dan 3 van de 10 afdelingen scoren lager. De marge loopt van 1 tot 4 van de 10.",
        ),
        (
            7.5,
            (3, 18),
            50,
            "Minder dan 2 van de 10 afdelingen scoren lager. De marge loopt van 0 tot 2 van de 10.",
        ),
        (
            85.0,
            (64, 95),
            49,
            "Meer dan 7 van de 10 afdelingen scoren lager. De marge loopt van 6 tot 10 van de 10.",
        ),
        (
            92.5,
            (80, 99),
            50,
            "Meer dan 8 van de 10 afdelingen scoren lager. De marge loopt van 8 tot 10 van de 10.",
        ),
        (
            50.0,
            (49, 51),
            4000,
            (
                "De afdeling scoort hoger dan ongeveer 5 van de 10 afdelingen. "
                "De marge is kleiner dan 1 op de 10."
            ),
        ),
    ],
)
def test_a_rank_is_said_in_steps(rank, interval, organisations, sentence):
    assert peerwords.rank_sentence(rank, interval, organisations) == sentence


@pytest.mark.parametrize(
    ("rank", "interval", "organisations", "words"),
    [
        (15.0, (5, 36), 20, "minder dan 3 van de 10 scoren lager (marge 1 tot 4)"),
        (92.5, (80, 99), 50, "meer dan 8 van de 10 scoren lager (marge 8 tot 10)"),
        (50.0, (49, 51), 4000, "hoger dan ongeveer 5 van de 10 (marge kleiner dan 1)"),
    ],
)
def test_a_rank_fits_in_a_table_in_the_same_steps(rank, interval, organisations, words):
    assert peerwords.rank_in_brief(rank, interval, organisations) == words


def test_other_groups_stand_from_narrow_to_wide():
    found = standing(group(12, segment=NARROW), group(12, segment=SECTOR), group(12))
    wider = beside(group(12, segment=SECTOR), group(12))

    made = report(standing=varied(found, relevantie=wider)).benchmark

    assert [one.group for one in made.others] == [
        "afdelingen in de sector ‘Gemeente’",
        "alle afdelingen die meedoen",
    ]
    assert [one.scores[0].key for one in made.others] == ["timing", "relevantie"]


def test_a_chart_has_the_band_the_median_the_own_mark_and_bins_as_tall_as_dense():
    bins = (Bin(0, 10, 0), Bin(10, 30, 8), Bin(30, 40, 8), Bin(40, 100, 3))

    chart = peer_chart("timing", replace(VIEW, middle=50, own=62.5, bins=bins))

    assert chart == PeerChart(
        palette=Palette(colour=COLOURS["timing"], tint=TINTS["timing"]),
        bars=(
            Bar("10%", "20%", "16.0", "16.0"),
            Bar("30%", "10%", "0.0", "32.0"),
            Bar("40%", "60%", "30.0", "2.0"),
        ),
        start="40%",
        width="20%",
        middle="50%",
        own="62.5%",
        open=None,
        ends=(0, 100),
        zero=None,
        drop=33,
    )


def test_the_role_has_both_places_in_one_chart_with_lines_from_now_to_wanted():
    full = role_chart(report(standing=FULL).benchmark.role)
    band = role_chart(report(solo((50, 50, 50), (None, None)), standing=BAND).benchmark.role)

    assert (full.own, full.middle) == (True, True)
    assert (full.now.own, full.wanted.own, full.now.bars, full.now.drop) == (
        "38.1%",
        "69.4%",
        (),
        0,
    )
    assert (band.own, band.middle) == (False, False)


def test_a_place_that_is_only_a_border_has_stripes_in_the_chart_of_the_role():
    at_the_ends = page(report(extreme_round(), standing=FULL))

    (chart,) = re.findall(r'aria-labelledby="peer-rol-t".*?</svg>', at_the_ends, re.DOTALL)
    assert chart.count('stroke-dasharray="2 4"') == EXTREME_PLACES


def test_the_role_names_its_group_where_the_scores_have_another():
    both = standing(group(12))
    apart = {**both.peers, "relevantie": BAND.peers["relevantie"]}

    made = page(report(standing=replace(both, peers=apart)))

    shown = " ".join(made.split())
    assert "Rol: van nu naar gewenst" in shown
    assert "Naast alle afdelingen die meedoen: 12 afdelingen" in shown


def test_one_place_alone_or_places_of_two_groups_make_no_chart_of_the_role():
    both = standing(group(12))
    apart = {**both.peers, "rol.huidig": BAND.peers["rol.huidig"]}

    one = report(standing=standing(group(12), measures=["rol.huidig"]))
    two = report(standing=replace(both, peers=apart))

    assert [role_chart(made.benchmark.role) for made in (one, two)] == [None, None]


def test_the_other_groups_are_told_one_by_one_with_the_role_of_each():
    made = report(standing=FULL).benchmark

    (other,) = made.others

    assert (other.group, other.basis) == (
        "afdelingen in de sector ‘Gemeente’",
        other.scores[0].chosen.basis,
    )
    assert [one.key for one in other.measures] == [one.key for one in made.measures]
    assert (other.missing, other.brief, other.others) == (None, None, ())
    assert other.role_sentence.startswith("Van maker (0) naar meedenker (100)")


@pytest.mark.parametrize(("found", "there"), [(FULL, True), (BAND, False)])
def test_the_key_explains_only_what_the_charts_show(found, there):
    made = report(standing=found)

    assert ("hoe de afdelingen verdeeld zijn" in page(made)) is there
    assert ("De kolommen tonen hoe" in paper(made)) is there


def test_a_chart_of_a_border_has_stripes_and_no_mark():
    chart = peer_chart("rol.huidig", replace(VIEW, own=75.0, own_extreme="hoog"))

    assert (chart.own, chart.open) == (None, ("75%", "100%"))
    assert chart.palette.colour == COLOURS["rol"]


def test_a_chart_of_a_difference_runs_from_minus_a_hundred_with_nought_marked():
    chart = peer_chart("spiegel.timing", replace(VIEW, low=0, high=0))

    assert (chart.ends, chart.zero, chart.start, chart.width) == ((-100, 100), "50%", "50%", "1%")
    assert chart.palette.colour == COLOURS["timing"]


def test_a_narrow_band_at_the_end_stays_within_the_chart():
    chart = peer_chart("impact", replace(VIEW, low=100, high=100))

    assert (chart.start, chart.width) == ("99%", "1%")
    assert chart.palette.tint == peercharts.ACCENT_TINT


def test_every_figure_of_the_report_is_compared():
    assert sorted(compared(FULL)) == sorted(MEASURES)
