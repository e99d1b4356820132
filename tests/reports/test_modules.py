from dataclasses import replace

import pytest
from django.template.loader import render_to_string

from scans.engine.modulefigures import OptionCell, OptionFigures
from scans.engine.modulereport import (
    ChainLink,
    ChainSection,
    ChoiceSection,
    Chosen,
    ChosenRow,
    CoverageCell,
    CoverageLine,
    CoverageSection,
    ModuleCard,
    ModuleSection,
)
from scans.engine.report_parts import Finding, ThemeSection
from scans.engine.scorefigures import ComparisonFigures
from scans.reports.renderer import report_html
from tests.reports.module_samples import (
    CHAIN,
    CHOICE,
    CLIENTS,
    POSITION,
    ROLES,
    coverage,
    figures,
    module,
    options,
    report_with,
    section_with,
    way,
)
from tests.reports.samples import score, theme_score

A_AND_B = {"m-a": theme_score(65.0, n=8), "m-b": theme_score(35.0, n=7)}


def finding(of):
    return Finding(f"Uitleg {of}.", f"Vraag {of}?", f"Stap {of}.")


def scored(key, value, level, basis, **more):
    return ThemeSection(
        key=key,
        letter="",
        title=f"Thema {key}",
        meaning="Betekenis.",
        score=value,
        interval=None,
        level=level,
        level_word=level,
        basis=basis,
        certainty=more.pop("certainty"),
        finding=finding(f"{key} {level}"),
        missing=None,
        **more,
    )


def test_themes_of_a_team_give_scores_and_the_lowest_is_talked_about_first():
    section = section_with(module(), figures(themes=A_AND_B))

    certainty = section.themes[0].certainty
    assert section == ModuleSection(
        slug="m",
        title="De module",
        lead="Waarover het gaat.",
        source="Verdieping De module, versie 1.0",
        missing=None,
        themes=(
            scored(
                "m-a",
                65.0,
                "midden",
                "2 stellingen, 8 teamleden",
                certainty=certainty,
            ),
            scored(
                "m-b",
                35.0,
                "laag",
                "2 stellingen, 7 teamleden",
                certainty=certainty,
            ),
        ),
        positions=(),
        choices=(),
        coverage=(),
        mirror=None,
        chain=None,
        cards=(
            ModuleCard("Thema m-b", "laag", finding("m-b laag")),
            ModuleCard("Thema m-a", "midden", finding("m-a midden")),
        ),
    )


def test_two_cards_stand_open_and_the_others_follow():
    section = section_with(
        module(choices=(CHOICE,)),
        figures(themes=A_AND_B, options=options(m_type__huidig="staf", m_type__gewenst="staf")),
    )

    assert [card.title for card in section.first_cards] == ["Thema m-b", "Het type"]
    assert [card.title for card in section.more_cards] == ["Thema m-a"]


@pytest.mark.parametrize(
    ("more", "sentence"),
    [
        (
            {},
            "Minder dan 5 teamleden vulden deze verdieping in. Daarom laten we er niets van zien.",
        ),
        ({"alone": True}, "Deze verdieping heb je niet ingevuld."),
        ({"alone": True, "together": True}, "Deze verdieping hebben jullie niet ingevuld."),
    ],
)
def test_a_module_that_too_few_filled_in_says_so(more, sentence):
    section = section_with(
        module(positions=(POSITION,)),
        figures(positions={"m-plek": way(score(None), score(None))}),
        **more,
    )

    assert section.missing == sentence
    assert section.cards == ()


@pytest.mark.parametrize(
    ("alone", "sentence"),
    [
        (False, "Geen score: minder dan 5 teamleden konden genoeg van deze stellingen beoordelen."),
        (True, "Geen score: daarvoor is te weinig van deze stellingen beantwoord."),
    ],
)
def test_a_theme_without_a_score_says_why(alone, sentence):
    known = {**A_AND_B, "m-b": score(None)}

    section = section_with(module(), figures(themes=known), alone=alone)

    assert [theme.missing for theme in section.themes] == [None, sentence]
    assert section.themes[1].basis == "2 stellingen"


def test_a_scan_that_a_module_was_added_to_without_figures_has_no_section_of_it():
    report = report_with(module(slug="other"), figures())

    assert report.modules == ()


@pytest.mark.parametrize(
    ("now", "wanted", "sentence"),
    [
        (40.0, 65.0, "Nu 40, gewenst 65: 25 richting dialoog."),
        (65.0, 40.0, "Nu 65, gewenst 40: 25 richting zenden."),
        (40.0, 40.0, "Nu 40, gewenst 40."),
        (40.0, None, "Nu staat het op 40. Voor gewenst is te weinig ingevuld."),
        (None, 40.0, "Gewenst is 40. Voor nu is te weinig ingevuld."),
        (
            None,
            None,
            "Geen plek: minder dan 5 teamleden konden genoeg van deze paren beoordelen.",
        ),
    ],
)
def test_a_position_is_a_place_and_a_way(now, wanted, sentence):
    found = way(score(now, n=8), score(wanted, n=8))

    section = section_with(
        module(positions=(POSITION,)), figures(themes=A_AND_B, positions={"m-plek": found})
    )

    [position] = section.positions
    known = "1 paar, 8 teamleden"
    assert (position.sentence, position.basis) == (
        sentence,
        "1 paar" if now is wanted is None else known,
    )


def test_a_position_of_one_person_without_answers_says_so():
    found = way(score(None), score(None))

    section = section_with(
        module(positions=(POSITION,)),
        figures(themes=A_AND_B, positions={"m-plek": found}),
        alone=True,
    )

    assert section.positions[0].sentence == "Geen plek: daarvoor is te weinig ingevuld."


def test_a_position_beyond_a_border_gives_no_distance():
    found = way(score(20.0, n=8), _extreme(score(90.0, n=8)))

    section = section_with(
        module(positions=(POSITION,)), figures(themes=A_AND_B, positions={"m-plek": found})
    )

    assert section.positions[0].sentence == "Nu 20, gewenst 90 of meer."


def _extreme(one):
    return replace(one, extreme="hoog")


def test_a_position_has_a_card_for_the_way_to_go():
    found = way(score(40.0, n=8), score(65.0, n=8), "naar_hoog")

    section = section_with(
        module(themes=(), positions=(POSITION,)),
        figures(themes={}, positions={"m-plek": found}),
    )

    assert section.cards == (ModuleCard("De plek", None, finding("naar_hoog")),)


def test_a_choice_says_what_most_chose_and_from_ten_how_many():
    cells = (OptionCell(("staf",), 7), OptionCell(("allen", ""), 4))
    now = OptionFigures(n=11, majority="staf", cells=cells)
    spread = (OptionCell(("staf",), 5), OptionCell(("allen",), 6), OptionCell(("",), 0))
    none = OptionFigures(n=11, majority=None, cells=spread)

    section = section_with(
        module(choices=(CHOICE,)),
        figures(options=options(m_type__huidig=now, m_type__gewenst=none)),
        persons=11,
    )

    assert section.choices == (
        ChoiceSection(
            key="m-type",
            title="Het type",
            meaning="Een type.",
            now=Chosen(
                label="Nu",
                answer="Een staf",
                sentence="Meer dan de helft van de 11 teamleden koos: Een staf.",
                rows=(
                    ChosenRow("Een staf", 7),
                    ChosenRow("Iedereen of weet ik niet / n.v.t.", 4),
                ),
            ),
            wanted=Chosen(
                label="Gewenst",
                answer=None,
                sentence="Geen enkel antwoord is door meer dan de helft van de 11 teamleden gekozen.",
                rows=(ChosenRow("Een staf", 5), ChosenRow("Iedereen", 6)),
            ),
            finding=finding("staf"),
        ),
    )


def test_what_to_talk_about_is_the_type_that_most_want():
    section = section_with(
        module(choices=(CHOICE,)),
        figures(options=options(m_type__huidig="staf", m_type__gewenst="allen")),
    )

    assert section.choices[0].finding == Finding("Uitleg staf.", "Vraag allen?", "Stap allen.")


def test_a_choice_without_majority_has_its_own_texts():
    section = section_with(
        module(choices=(CHOICE,)),
        figures(options=options(m_type__huidig=None, m_type__gewenst="allen")),
    )

    assert section.choices[0].finding == finding("verdeeld type")


def test_a_choice_of_too_few_shows_nothing():
    few = OptionFigures(n=0, majority=None, cells=())

    section = section_with(
        module(choices=(CHOICE,)),
        figures(themes=A_AND_B, options=options(m_type__huidig=few, m_type__gewenst=few)),
    )

    [choice] = section.choices
    assert choice.finding is None
    assert choice.now.sentence == "Minder dan 5 teamleden beantwoordden deze vraag."


@pytest.mark.parametrize(
    ("chosen", "together", "sentence"),
    [
        ("staf", False, "Jij koos: Een staf."),
        ("staf", True, "Jullie kozen: Een staf."),
        (None, False, "Hier koos je niets, of ‘weet ik niet’."),
        (None, True, "Hier kozen jullie niets, of ‘weet ik niet’."),
    ],
)
def test_a_choice_of_one_answer_speaks_to_whoever_gave_it(chosen, together, sentence):
    one = OptionFigures(n=1, majority=chosen, cells=())

    section = section_with(
        module(choices=(CHOICE,)),
        figures(options=options(m_type__huidig=one, m_type__gewenst=one)),
        alone=True,
        together=together,
    )

    assert section.choices[0].now.sentence == sentence


@pytest.mark.parametrize(
    ("majority", "reading"),
    [("staf", "De module: ‘Een staf’. Lees de rol ruim."), ("allen", None), (None, None)],
)
def test_the_type_says_how_to_read_the_role(majority, reading):
    report = report_with(
        module(choices=(CHOICE,)),
        figures(options=options(m_type__huidig=majority, m_type__gewenst=None)),
    )

    assert report.role_reading == reading


BASIS = (
    "Ingevuld door 8 van de 12 verwachte teamleden. In elk vak staat wat meer dan de helft koos; "
    "kreeg geen antwoord zo veel stemmen, dan staat er ‘verdeeld’."
)


def test_a_matrix_says_what_most_chose_and_what_should_move():
    found = options(
        m_r1__nu="nee", m_r1__plek="weg", m_r2__nu=None, m_r2__plek=OptionFigures(0, None, ())
    )

    section = section_with(module(coverage=(coverage(),)), figures(options=found))

    assert section.coverage == (
        CoverageSection(
            key="m-dek",
            title="De dekking",
            meaning="Een profiel.",
            aspects=("Nu", "Op de plek"),
            lines=(
                CoverageLine(
                    "Webcare",
                    "Uitleg.",
                    (
                        CoverageCell("Nu", "Nee", "leeg", known=True),
                        CoverageCell("Op de plek", "Dit hoort elders", None, known=True),
                    ),
                ),
                CoverageLine(
                    "Campagnes",
                    "Uitleg.",
                    (
                        CoverageCell("Nu", "Verdeeld", None, known=False),
                        CoverageCell("Op de plek", "–", None, known=False),
                    ),
                ),
            ),
            moves=("Webcare, nu ‘nee’: ‘dit hoort elders’.",),
            basis=BASIS,
            findings=(finding("gaten"), finding("verschuiven")),
            has_signs=True,
        ),
    )


@pytest.mark.parametrize(
    ("found", "key", "moves"),
    [
        ({"m_r1__nu": None, "m_r1__plek": "weg"}, "verschuiven", 1),
        ({"m_r1__nu": "ja", "m_r1__plek": "blijft"}, "gedekt", 0),
        ({"m_r1__nu": "ja", "m_r1__plek": None}, "verdeeld", 0),
        ({"m_r1__nu": None, "m_r1__plek": None}, "verdeeld", 0),
    ],
)
def test_the_texts_of_a_matrix_follow_from_what_most_chose(found, key, moves):
    section = section_with(module(coverage=(coverage(),)), figures(options=options(**found)))

    [block] = section.coverage
    assert (block.findings, len(block.moves)) == ((finding(key),), moves)


def test_the_same_question_about_now_and_later_tells_what_most_want_to_be_different():
    found = options(m_r1__nu="doen", m_r1__straks="raad", m_r2__nu="doen", m_r2__straks="doen")

    section = section_with(module(coverage=(coverage(ROLES),)), figures(options=found))

    [block] = section.coverage
    assert block.moves == ("Webcare: nu ‘doen’, straks ‘raad’.",)
    assert (block.findings, block.has_signs) == ((finding("verschuiven"),), False)


def test_the_same_answer_now_and_later_stays_where_it_is_also_when_only_one_has_a_sign():
    now, later = ROLES
    signed = replace(now, cells=tuple(replace(cell, sign="vol") for cell in now.cells))
    found = options(m_r1__nu="doen", m_r1__straks="doen", m_r2__nu="doen", m_r2__straks="doen")

    section = section_with(module(coverage=(coverage((signed, later)),)), figures(options=found))

    [block] = section.coverage
    assert (block.moves, block.findings) == ((), (finding("gedekt"),))


@pytest.mark.parametrize(
    ("alone", "basis"),
    [
        (False, "Minder dan 5 teamleden beantwoordden deze vragen."),
        (True, "Hier is niets ingevuld."),
    ],
)
def test_a_matrix_of_too_few_says_so(alone, basis):
    section = section_with(module(coverage=(coverage(),)), figures(themes=A_AND_B), alone=alone)

    [block] = section.coverage
    assert (block.basis, block.findings, block.moves) == (basis, (), ())


def test_a_matrix_of_one_person_shows_what_was_answered():
    one = {"m_r1__nu": OptionFigures(1, "ja", ()), "m_r1__plek": OptionFigures(1, None, ())}

    section = section_with(
        module(coverage=(coverage(),)), figures(options=options(**one)), alone=True
    )

    [block] = section.coverage
    assert block.basis == "Ingevuld door één persoon."
    assert [cell.text for cell in block.lines[0].cells] == ["Ja", "–"]


def test_clients_are_put_beside_the_team_and_their_own_themes_stand_alone():
    pair = ComparisonFigures(
        theme_score(65.0, n=8),
        theme_score(45.0, n=6),
        20.0,
        interval=(5.0, 35.0),
        finding="blinde vlek",
        firm=True,
    )

    section = section_with(
        module(clients=CLIENTS),
        figures(
            themes=A_AND_B,
            mirror={"m-a": pair},
            clients={"m-eigen": theme_score(30.0, n=6)},
        ),
        clients=True,
    )

    mirror = section.mirror
    assert mirror is not None
    assert (mirror.own, mirror.clients, mirror.missing) == (
        "8 van de 12 verwachte teamleden",
        "6 van de 9 uitgenodigde interne klanten",
        None,
    )
    assert [(one.title, one.letter, one.finding) for one in mirror.themes] == [
        ("Thema m-a", "", "blinde vlek")
    ]
    assert [(one.title, one.basis) for one in mirror.judged] == [
        ("Thema m-eigen", "2 stellingen, beoordeeld door 6 interne klanten")
    ]
    assert section.cards[0] == ModuleCard("Thema m-eigen", "laag", finding("m-eigen laag"))


def test_too_few_clients_are_not_shown_at_all():
    section = section_with(
        module(clients=CLIENTS),
        figures(themes=A_AND_B, clients={"m-eigen": score(None)}),
        clients=True,
    )

    assert section.mirror is not None
    assert (section.mirror.themes, section.mirror.judged, section.mirror.missing) == (
        (),
        (),
        "Minder dan 5 interne klanten vulden dit deel in. Daarom laten we er niets van zien.",
    )


def test_a_theme_that_too_few_clients_judged_says_so():
    pair = ComparisonFigures(
        theme_score(65.0, n=8), theme_score(45.0, n=6), 20.0, None, None, firm=False
    )

    section = section_with(
        module(clients=CLIENTS),
        figures(themes=A_AND_B, mirror={"m-a": pair}, clients={"m-eigen": score(None)}),
        clients=True,
    )

    assert section.mirror is not None
    [judged] = section.mirror.judged
    assert (judged.basis, judged.missing) == (
        "2 stellingen",
        "Minder dan 5 interne klanten konden genoeg van deze stellingen beoordelen.",
    )


def test_without_invited_clients_there_is_no_mirror():
    assert section_with(module(clients=CLIENTS), figures(themes=A_AND_B)).mirror is None


def test_the_chain_names_its_weakest_link_and_claims_no_cause():
    section = section_with(
        module(clients=CLIENTS, chain=CHAIN),
        figures(themes=A_AND_B, clients={"m-eigen": _extreme(theme_score(90.0, n=6))}),
        clients=True,
    )

    card = ModuleCard("Zwakste schakel: meedenken", None, finding("meedenken"))
    assert section.chain == ChainSection(
        title="De keten",
        meaning="Schakels.",
        links=(
            ChainLink("Relatie", 65.0, "65", "uit: thema m-a", is_weakest=False),
            ChainLink("Vertrouwen", 90.0, "ongeveer 90", "uit: thema m-eigen", is_weakest=False),
            ChainLink("Op tijd", 45.0, "45", "uit: timing", is_weakest=False),
            ChainLink("Meedenken", 40.0, "40", "uit: rol", is_weakest=True),
        ),
        sentence=(
            "De zwakste schakel is meedenken. Dit is een verband, geen bewijs: het zegt waar een "
            "gesprek kan beginnen."
        ),
        card=card,
    )
    # Where the weakest link is named its card stands open, on paper too.
    assert section.first_cards[0] == card


@pytest.mark.parametrize(
    ("value", "sentence"),
    [
        (
            40.0,
            (
                "De zwakste schakels zijn relatie en meedenken. Dit is een verband, geen bewijs: "
                "het zegt waar een gesprek kan beginnen. Niet bekend: vertrouwen. Daarvoor zijn "
                "er geen of te weinig antwoorden."
            ),
        ),
        (
            None,
            (
                "Van minder dan 3 schakels is de score bekend. Daarom noemen we geen zwakste. "
                "Niet bekend: relatie en vertrouwen. Daarvoor zijn er geen of te weinig antwoorden."
            ),
        ),
    ],
)
def test_the_chain_names_all_that_are_weakest_or_none(value, sentence):
    known = {**A_AND_B, "m-a": theme_score(value, n=8)}

    section = section_with(module(chain=CHAIN), figures(themes=known))

    assert section.chain is not None
    assert section.chain.sentence == sentence


def test_a_chain_of_equal_links_has_no_weakest():
    links = (CHAIN.links[2],) * 3
    section = section_with(module(chain=replace(CHAIN, links=links)), figures(themes=A_AND_B))

    assert section.chain is not None
    assert section.chain.sentence == (
        "Alle schakels die bekend zijn, staan ongeveer even hoog. Verband, geen bewijs."
    )
    assert section.chain.card is None


def test_a_chain_of_which_only_the_core_is_known_names_no_weakest_link():
    links = (CHAIN.links[0], *CHAIN.links[2:], CHAIN.links[2])
    known = {**A_AND_B, "m-a": theme_score(None, n=8)}
    wide = replace(CHAIN, links=links)

    section = section_with(module(chain=wide), figures(themes=known))

    assert section.chain is not None
    assert section.chain.sentence == (
        "Van de schakels die over deze verdieping gaan, is de score niet bekend. Daarom noemen we "
        "geen zwakste. Niet bekend: relatie. Daarvoor zijn er geen of te weinig antwoorden."
    )


def test_a_chain_of_which_nothing_is_known_is_left_out():
    unknown = replace(CHAIN, links=(CHAIN.links[1],) * 2)

    assert section_with(module(chain=unknown), figures(themes=A_AND_B)).chain is None


@pytest.mark.parametrize(
    ("clients", "is_there"), [({"m-eigen": theme_score(65.0, n=6)}, True), ({}, False)]
)
def test_what_clients_said_of_a_module_is_there_without_a_team_too(clients, is_there):
    report = report_with(
        module(clients=CLIENTS), figures(clients=clients), clients=True, hidden=("team",)
    )

    assert report.is_withheld
    for page in (
        report_html(report),
        render_to_string("report/sections/outcome.html", {"report": report}),
    ):
        assert ('id="module-m"' in page) == is_there


def test_the_paper_says_that_too_few_clients_filled_in_a_module():
    report = report_with(
        module(clients=CLIENTS),
        figures(themes=A_AND_B, clients={"m-eigen": score(None)}),
        clients=True,
    )

    assert "Minder dan 5 interne klanten vulden dit deel in." in report_html(report)
