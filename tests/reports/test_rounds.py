from dataclasses import replace

import pytest

from scans.engine.figures import (
    CellFigures,
    ComparisonFigures,
    ImpactFigures,
    ProfileFigures,
    RoundFigures,
    ScoreFigures,
)
from scans.engine.roundreport import Cell, ComparedTheme, DistributionRow, TalkStatement, Value
from tests.reports.samples import questionnaire, report, score, solo, solo_with_clients, team

NONE = score(None)
LEFT_OUT = (
    "Het zelfbeeld laten we hier weg: het zou te veel zeggen over wat iemand heeft geantwoord."
)
EMPTY = RoundFigures(
    expected=9,
    expected_clients=None,
    clients=0,
    mirror={},
    mirror_role={},
    prediction={},
    agreed=(),
    divided=(),
    distributions={},
    texts={},
    hidden=(),
)


def compared(own, clients, difference=None, **more):
    given = {"interval": None, "finding": None, "firm": False} | more
    return ComparisonFigures(own, clients, difference, **given)


def border(value, extreme, n=7):
    """A score of which only the border is shown."""
    return ScoreFigures(
        n=n,
        score=value,
        interval=None,
        agreement=None,
        agreement_word=None,
        level=extreme,
        extreme=extreme,
    )


def of_eight(**more):
    """The report of a team of eight with this round."""
    return report(replace(team(), round=replace(EMPTY, **more)))


def with_clients(**more):
    return {"expected_clients": 10, "clients": 6, **more}


@pytest.mark.parametrize(
    ("expected", "origin"),
    [
        (9, "Ingevuld door 8 van de 9 verwachte teamleden"),
        (7, "Ingevuld door 8 teamleden, waar er 7 werden verwacht"),
        (None, "Ingevuld door 8 teamleden"),
    ],
)
def test_who_answered_stands_beside_who_was_expected(expected, origin):
    made = of_eight(expected=expected)

    assert made.cover.origin == origin
    assert made.cover.clients is None


@pytest.mark.parametrize(
    ("clients", "said"),
    [
        (0, "Spiegel door geen van de 10 uitgenodigde interne klanten ingevuld"),
        (6, "Spiegel ingevuld door 6 van de 10 uitgenodigde interne klanten"),
        (12, "Spiegel ingevuld door 12 interne klanten, waar er 10 waren uitgenodigd"),
    ],
)
def test_the_cover_says_how_many_clients_answered(clients, said):
    assert of_eight(expected_clients=10, clients=clients).cover.clients == said


def test_a_theme_has_both_images_the_finding_and_a_question():
    own, clients = score(70.0, n=8), score(50.0, n=6)
    pair = compared(own, clients, 20.0, interval=(5.0, 35.0), finding="blinde vlek", firm=True)

    mirror = of_eight(**with_clients(mirror={"timing": pair})).round.mirror

    assert mirror.themes == (
        ComparedTheme(
            key="timing",
            letter="T",
            title="Timing",
            own=Value(70.0, 8),
            clients=Value(50.0, 6),
            difference=20.0,
            margin=(5.0, 35.0),
            finding="blinde vlek",
            hint=False,
            sentence="Het zelfbeeld is 20 punten hoger dan het klantbeeld.",
            meaning=(
                "Zelf zien jullie hier meer goed gaan dan jullie interne klanten; misschien "
                "gebeurt er veel dat zij niet te zien krijgen."
            ),
            question="Waaraan zou een interne klant merken dat we dit doen?",
            missing=None,
        ),
    )
    assert mirror.summary == "Interne klanten zijn over timing kritischer dan jullie zelf."
    assert (mirror.own, mirror.clients) == (
        "8 van de 9 verwachte teamleden",
        "6 van de 10 uitgenodigde interne klanten",
    )


def test_the_same_finding_asks_its_question_once():
    pair = compared(score(70.0, n=8), score(65.0, n=6), 5.0, finding="bevestigde kracht")

    mirror = of_eight(**with_clients(mirror={"timing": pair, "resultaat": pair})).round.mirror

    assert [theme.question is None for theme in mirror.themes] == [False, True]
    assert mirror.summary == (
        "Waar ze te vergelijken zijn, wijzen zelfbeeld en klantbeeld dezelfde kant op."
    )
    assert mirror.has_hints


@pytest.mark.parametrize(
    ("findings", "summary"),
    [
        (
            {"relevantie": ("blinde vlek", True), "timing": ("verborgen kracht", True)},
            (
                "Interne klanten zijn over relevantie kritischer dan jullie zelf, en over timing "
                "positiever."
            ),
        ),
        (
            {"relevantie": ("blinde vlek", False), "timing": ("verborgen kracht", True)},
            "Interne klanten zijn over timing positiever dan jullie zelf.",
        ),
        (
            {"relevantie": ("blinde vlek", False), "timing": ("verborgen kracht", False)},
            (
                "Interne klanten lijken over relevantie kritischer dan jullie zelf, en over timing "
                "positiever."
            ),
        ),
        (
            {"timing": ("blinde vlek", False), "resultaat": ("blinde vlek", False)},
            "Interne klanten lijken over timing en resultaat kritischer dan jullie zelf.",
        ),
        (
            {"timing": ("verborgen kracht", False), "resultaat": ("bevestigde kracht", True)},
            "Interne klanten lijken over timing positiever dan jullie zelf.",
        ),
    ],
)
def test_the_summary_names_what_is_surest_and_differs(findings, summary):
    pairs = {
        key: compared(score(60.0, n=8), score(60.0, n=6), 0.0, finding=finding, firm=firm)
        for key, (finding, firm) in findings.items()
    }

    assert of_eight(**with_clients(mirror=pairs)).round.mirror.summary == summary


@pytest.mark.parametrize(
    ("own", "clients", "difference", "sentence", "missing"),
    [
        (50.0, 50.0, 0.0, "Zelfbeeld en klantbeeld zijn gelijk.", None),
        (50.0, 55.0, -5.0, "Het zelfbeeld is 5 punten lager dan het klantbeeld.", None),
        (None, 50.0, None, "", LEFT_OUT),
        (50.0, None, None, "", "Minder dan 5 interne klanten konden genoeg van deze stellingen beoordelen."),
    ],
)  # fmt: skip
def test_a_difference_is_said_or_why_there_is_none(own, clients, difference, sentence, missing):
    pair = compared(score(own, n=8), score(clients, n=6), difference)

    theme = of_eight(**with_clients(mirror={"timing": pair})).round.mirror.themes[0]

    assert (theme.sentence, theme.missing) == (sentence, missing)


def test_beyond_a_border_no_difference_is_given():
    pair = compared(border(80.0, "hoog"), score(50.0, n=6), finding="blinde vlek")

    theme = of_eight(**with_clients(mirror={"timing": pair})).round.mirror.themes[0]

    assert theme.sentence == "Hoe groot het verschil is, laten we niet als getal zien."
    assert (theme.own.extreme, theme.difference, theme.finding) == ("hoog", None, "blinde vlek")


@pytest.mark.parametrize(
    ("difference", "firm", "sentences"),
    [
        (
            20.0,
            True,
            (
                "Interne klanten zien de afdeling meer als maker dan jullie zelf.",
                "Interne klanten willen de afdeling meer als maker dan jullie zelf.",
            ),
        ),
        (
            -20.0,
            True,
            (
                "Interne klanten zien de afdeling meer als meedenker dan jullie zelf.",
                "Interne klanten willen de afdeling meer als meedenker dan jullie zelf.",
            ),
        ),
        (
            0.0,
            False,
            (
                "Interne klanten zien de afdeling op bijna dezelfde plek als jullie zelf.",
                "Interne klanten willen de afdeling op bijna dezelfde plek als jullie zelf.",
            ),
        ),
    ],
)
def test_the_places_of_the_role_are_compared_without_a_grade(difference, firm, sentences):
    pair = compared(score(50.0, n=8), score(50.0 - difference, n=6), difference, firm=firm)

    mirror = of_eight(**with_clients(mirror_role={"huidig": pair, "gewenst": pair})).round.mirror

    assert tuple(place.sentence for place in mirror.places) == sentences


@pytest.mark.parametrize(
    ("pair", "sentence"),
    [
        (
            compared(score(60.0, n=8), score(40.0, n=6), 20.0),
            (
                "Interne klanten zien de afdeling meer als maker dan jullie zelf. Dat is een "
                "aanwijzing: zeker is het verschil niet."
            ),
        ),
        (
            compared(border(80.0, "hoog"), score(40.0, n=6)),
            (
                "Interne klanten zien de afdeling meer als maker dan jullie zelf. Dat is een "
                "aanwijzing: zeker is het verschil niet."
            ),
        ),
        (
            compared(border(20.0, "laag"), score(40.0, n=6)),
            (
                "Interne klanten zien de afdeling meer als meedenker dan jullie zelf. Dat is een "
                "aanwijzing: zeker is het verschil niet."
            ),
        ),
        (
            compared(border(80.0, "hoog"), score(80.0, n=6)),
            "Hoe ver beide plekken uit elkaar liggen, laten we niet als getal zien.",
        ),
        (compared(score(60.0, n=8), NONE), "Te weinig interne klanten kozen hier een plek."),
        (compared(NONE, score(60.0, n=6)), LEFT_OUT),
    ],
)
def test_a_place_that_is_unsure_or_missing_is_told(pair, sentence):
    mirror = of_eight(**with_clients(mirror_role={"huidig": pair})).round.mirror

    assert [place.sentence for place in mirror.places] == [sentence]


def test_a_self_image_is_too_small_only_where_the_whole_is_missing_too():
    pair = compared(NONE, score(60.0, n=6))
    themes = {**team().themes, "timing": NONE}
    added = replace(EMPTY, **with_clients(mirror={"timing": pair}, mirror_role={"gewenst": pair}))
    figures = replace(
        team(),
        themes=themes,
        role=replace(team().role, wanted=NONE, gap=None, gap_key=None),
        impact=ImpactFigures(index=None, weakest=None),
        profile=ProfileFigures(key=None, neighbour=None),
        round=added,
    )

    mirror = report(figures).round.mirror

    assert (mirror.themes[0].missing, mirror.places[0].sentence) == (
        "Minder dan 5 teamleden konden genoeg van deze stellingen beoordelen.",
        "Voor het zelfbeeld is hier te weinig ingevuld.",
    )


@pytest.mark.parametrize(
    ("clients", "start"),
    [
        (0, "Van de 10 uitgenodigde interne klanten vulde nog niemand de spiegel in."),
        (4, "De spiegel is ingevuld door 4 van de 10 uitgenodigde interne klanten. Vanaf 5"),
        (6, "De spiegel is ingevuld door 6 van de 10 uitgenodigde interne klanten: te weinig"),
    ],
)
def test_too_few_clients_show_a_sentence_and_no_figure(clients, start):
    mirror = of_eight(expected_clients=10, clients=clients, hidden=("clients",)).round.mirror

    assert mirror.missing.startswith(start)
    assert (mirror.themes, mirror.places, mirror.summary) == ((), (), None)


def test_without_invited_clients_there_is_no_mirror():
    made = of_eight()

    assert made.round.mirror is None
    assert "Dit is een zelfbeeld." in made.method.limits[1]
    assert of_eight(**with_clients()).method.limits[1].startswith("Het klantbeeld is dat van")


@pytest.mark.parametrize(
    ("predicted", "said", "sentence"),
    [
        (score(70.0, n=8), score(50.0, n=6), "Interne klanten zijn kritischer dan verwacht."),
        (score(50.0, n=8), score(70.0, n=6), "Interne klanten zijn positiever dan verwacht."),
        (score(55.0, n=8), score(50.0, n=6), "De verwachting klopt aardig."),
        (
            border(80.0, "hoog"),
            score(70.0, n=6),
            "Interne klanten zijn kritischer dan verwacht.",
        ),
        (
            border(25.0, "laag"),
            score(35.0, n=6),
            "Interne klanten zijn positiever dan verwacht.",
        ),
        (
            border(80.0, "hoog"),
            score(75.0, n=6),
            "Of de verwachting klopt, is aan deze woorden niet te zien.",
        ),
    ],
)
def test_the_prediction_is_held_against_what_clients_said(predicted, said, sentence):
    made = of_eight(
        **with_clients(
            mirror={"timing": compared(score(60.0, n=8), said)}, prediction={"timing": predicted}
        )
    )

    themes = made.round.prediction.themes
    assert [(theme.key, theme.sentence) for theme in themes] == [("timing", sentence)]
    assert made.round.prediction.basis.endswith(" teamleden vulden hun verwachting in.")


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        (30.0, "Interne klanten zien de afdeling meer als maker dan verwacht."),
        (90.0, "Interne klanten zien de afdeling meer als meedenker dan verwacht."),
    ],
)
def test_the_prediction_of_the_role_is_a_place(said, sentence):
    pair = compared(score(60.0, n=8), score(said, n=6))
    prediction = {"rol": score(60.0, n=8), "timing": score(60.0, n=8)}

    made = of_eight(**with_clients(mirror_role={"huidig": pair}, prediction=prediction))

    assert [theme.sentence for theme in made.round.prediction.themes] == [sentence]


def test_agreement_is_told_in_words_with_what_it_means_for_the_talk():
    made = of_eight(agreed=("rel1",), divided=("tim2",))

    agreement = made.round.agreement
    statement = questionnaire().statements["tim2"]
    assert [(theme.key, theme.word) for theme in agreement.themes] == [
        ("relevantie", "sterk"),
        ("timing", "sterk"),
    ]
    assert agreement.divided == (
        TalkStatement(
            theme_key="timing",
            letter="T",
            theme="Timing",
            text=statement.text["nl"],
            reversed=True,
        ),
    )
    assert [one.theme_key for one in agreement.agreed] == ["relevantie"]
    assert agreement.note is None


@pytest.mark.parametrize("word", ["geen", "zwak", "matig", "sterk", "zeer sterk"])
def test_each_word_has_a_meaning_and_disagreement_a_warning(word):
    themes = team().themes | {"timing": score(45.0, n=8, level="midden", word=word)}

    made = report(replace(team(), themes=themes, round=EMPTY))

    agreement = made.round.agreement
    assert agreement.themes[1].word == word
    assert len(agreement.themes[1].meaning) > 40
    assert (agreement.note is not None) == (word in {"geen", "zwak"})


def test_nothing_known_of_agreement_is_no_section():
    themes = {key: replace(one, agreement_word=None) for key, one in team().themes.items()}

    assert report(replace(team(), themes=themes, round=EMPTY)).round.agreement is None


def test_a_distribution_is_told_in_words_with_merged_classes():
    cells = (CellFigures(("oneens", "neutraal"), 5), CellFigures(("eens",), 9))
    themes = {key: score(50.0, n=14, level="midden", word="zwak") for key in team().themes}
    figures = replace(
        team(), respondents=14, themes=themes, round=replace(EMPTY, distributions={"tim2": cells})
    )

    made = report(figures)

    section = made.round.distributions
    assert [group.key for group in section.groups] == ["timing"]
    assert section.groups[0].rows == (
        DistributionRow(
            code="tim2",
            text=questionnaire().statements["tim2"].text["nl"],
            reversed=True,
            cells=(
                Cell(("oneens", "neutraal"), "oneens of neutraal", 5, 0.0, pytest.approx(35.714, 1e-3)),
                Cell(("eens",), "eens", 9, pytest.approx(35.714, 1e-3), pytest.approx(64.286, 1e-3)),
            ),
            words="Oneens of neutraal 5, eens 9",
        ),
    )  # fmt: skip
    assert section.withheld.startswith("17 stellingen staan hier niet bij")
    assert "De verdeling per stelling laat zien" in made.round.agreement.note


def test_free_answers_of_a_team_stand_together():
    themes = {key: score(50.0, n=14, level="midden") for key in team().themes}
    added = replace(EMPTY, texts={"open1": ("Een.", "Twee.\n\nDrie.")})

    texts = report(replace(team(), respondents=14, themes=themes, round=added)).round.texts

    assert [one.texts for one in texts] == [(("Een.",), ("Twee.", "Drie."))]


@pytest.mark.parametrize(
    ("more", "sentence"),
    [
        ({"hidden": ()}, None),
        (
            {"hidden": ("few", "texts")},
            (
                "Met 8 teamleden zie je scores in stappen van 5, geen antwoorden per stelling en "
                "geen vrije antwoorden. Zo beschermen we wie meedeed."
            ),
        ),
        (
            with_clients(hidden=("few", "extremes")),
            (
                "Met 8 teamleden en 6 interne klanten zie je scores in stappen van 5, geen "
                "antwoorden per stelling en heel hoge of heel lage scores alleen als woord. Zo "
                "beschermen we wie meedeed."
            ),
        ),
        (
            {"hidden": ("own",)},
            (
                "Met 8 teamleden zie je in de spiegel niet overal een zelfbeeld. Zo beschermen we "
                "wie meedeed."
            ),
        ),
    ],
)
def test_one_sentence_says_what_is_hidden_and_why(more, sentence):
    assert of_eight(**more).round.hidden == sentence


def test_where_only_the_clients_are_few_their_scores_are_meant():
    themes = {key: score(50.0, n=14, level="midden") for key in team().themes}
    added = replace(EMPTY, **with_clients(hidden=("few", "themes", "distributions")))

    made = report(replace(team(), respondents=14, themes=themes, round=added))

    assert made.round.hidden == (
        "Met 6 interne klanten zie je hun scores in stappen van 5, geen score die op minder dan 5 "
        "mensen rust en geen verdeling bij stellingen waarop bijna iedereen hetzelfde antwoordde, "
        "of van een thema met een heel hoge of heel lage score. Zo beschermen we wie meedeed."
    )


@pytest.mark.parametrize(
    ("count", "expected", "sentence"),
    [
        (0, 9, "Van het team vulde niemand de scan in. Een uitkomst is er vanaf 5."),
        (1, 9, "Van de 9 verwachte teamleden deed er 1 mee. Een uitkomst is er vanaf 5."),
        (3, 9, "Van de 9 verwachte teamleden deden er 3 mee. Een uitkomst is er vanaf 5."),
        (3, None, "Van het team deden 3 mee. Een uitkomst is er vanaf 5."),
        (6, 9, "Van de 9 verwachte teamleden deden er 6 mee. Dat zijn er te weinig voor een uitkomst."),
    ],
)  # fmt: skip
def test_a_team_that_is_too_small_reads_why_and_what_to_do(count, expected, sentence):
    hidden = replace(EMPTY, expected=expected, hidden=("team",))
    figures = replace(
        team(),
        respondents=count,
        themes=dict.fromkeys(team().themes, NONE),
        role=replace(team().role, now=NONE, wanted=NONE, gap=None, gap_key=None),
        impact=ImpactFigures(None, None),
        profile=ProfileFigures(None, None),
        round=hidden,
    )

    made = report(figures)

    assert made.is_withheld
    assert made.opening == made.round.withheld.sentence == sentence
    assert [head for head, _step in made.round.withheld.steps] == [
        "Vul samen één scan in",
        "Begin een nieuwe ronde",
    ]
    assert made.themes[0].basis == "6 stellingen"
    assert made.themes[0].missing.startswith("Geen score: minder dan 5 teamleden")
    assert made.role.sentence.startswith("Geen plek: minder dan 5 teamleden")
    assert made.impact.sentence.endswith("genoeg stellingen beoordelen.")


def extreme(*, index=70.0, now=None):
    """A team of seven with a theme, and perhaps a place, beyond a border."""
    themes = team().themes | {"relevantie": border(80.0, "hoog")}
    return report(
        replace(
            team(),
            themes=themes,
            impact=ImpactFigures(index=index, weakest=None if index is None else "timing"),
            role=replace(team().role, now=now or team().role.now),
            round=replace(EMPTY, hidden=("few", "extremes")),
        )
    )


def test_a_score_beyond_a_border_is_a_word_with_that_border():
    theme = extreme().themes[0]

    assert (theme.extreme, theme.shown, theme.level) == ("hoog", "hoog: 80 of meer", "hoog")
    assert theme.certainty == "Een marge laten we bij dit woord niet zien."
    assert "Precies" not in theme.certainty
    assert extreme().round.extremes is not None


def test_an_index_with_a_border_in_it_says_so():
    assert extreme().impact.sentence == (
        "Het zwakste thema is timing: daar valt het meest te winnen. Van een score die als woord "
        "staat, telt hier de grens\u00a0mee."
    )
    assert extreme(index=None).impact.sentence == (
        "De impactindex laten we niet als getal zien, omdat een van de thema’s alleen als woord "
        "te lezen is."
    )


def test_three_themes_beyond_the_same_border_are_called_high_or_low():
    def sentence(value, word):
        themes = dict.fromkeys(team().themes, border(value, word))
        impact = ImpactFigures(index=value, weakest="relevantie")
        return report(replace(team(), themes=themes, impact=impact)).impact.sentence

    assert sentence(80.0, "hoog").startswith("De drie thema’s scoren alle drie hoog.")
    assert sentence(20.0, "laag").startswith("De drie thema’s scoren alle drie laag.")


def test_a_role_beyond_a_border_has_a_profile_and_no_point_on_the_map():
    made = extreme(now=border(20.0, "laag"))

    assert made.role.sentence == "De afdeling staat nu op 20 of minder en wil naar 70."
    assert (made.profile.key, made.profile.x, made.profile.y) == ("productiehuis", None, None)
    assert made.profile.place.startswith("De precieze plek op de kaart laten we niet zien")


def test_without_a_profile_what_lies_beyond_a_border_is_said_in_words():
    themes = team().themes | {"relevantie": border(80.0, "hoog"), "timing": NONE}
    figures = replace(
        team(),
        themes=themes,
        impact=ImpactFigures(None, None),
        profile=ProfileFigures(None, None),
        round=EMPTY,
    )

    made = report(figures)

    assert made.opening.startswith(
        "Voor een profiel is te weinig ingevuld. Wat we wel weten: relevantie 80 of meer,"
    )
    assert made.profile.sentence.endswith("Die laten we hier niet als getal zien.")


def test_one_person_beside_clients_is_spoken_to_as_one_person():
    made = report(solo_with_clients())

    assert made.cover.origin == "Ingevuld door één persoon"
    assert made.cover.clients == "Spiegel ingevuld door 6 van de 10 uitgenodigde interne klanten"
    assert made.round.mirror.own == "één persoon"
    assert all(theme.hint for theme in made.round.mirror.themes)
    assert all("jij" in place.sentence for place in made.round.mirror.places)
    assert made.round.agreement is None
    assert made.annex is not None


def test_a_team_at_one_table_is_spoken_to_as_a_team():
    made = report(solo_with_clients(), together=True)

    assert made.cover.origin == "Samen ingevuld, als één antwoord"
    assert made.role.sentence.startswith("De afdeling staat nu op ")
    assert made.round.mirror.own == "samen, als één antwoord"
    assert all("jullie zelf" in place.sentence for place in made.round.mirror.places)
    assert made.round.mirror.themes[0].sentence.endswith(
        "Bij één antwoord is daar geen marge bij te berekenen."
    )
    assert made.annex == report(solo_with_clients()).annex


@pytest.mark.parametrize(
    ("finding", "words"),
    [
        ("bevestigde kracht", ("Zelf zie je", "Zelf zien jullie")),
        ("bevestigd ontwikkelpunt", ("Zelf zie je", "Zelf zien jullie")),
        ("blinde vlek", ("Zelf zie je", "Zelf zien jullie")),
        ("verborgen kracht", ("Je interne klanten", "Jullie interne klanten")),
    ],
)
def test_what_a_finding_means_is_said_to_one_person_or_to_a_team(finding, words):
    pair = compared(score(60.0), score(60.0, n=6), 0.0, finding=finding)
    figures = replace(solo(), round=replace(EMPTY, **with_clients(mirror={"timing": pair})))

    meanings = [
        report(figures, together=together).round.mirror.themes[0].meaning
        for together in (False, True)
    ]

    assert [text.startswith(start) for text, start in zip(meanings, words, strict=True)] == [
        True,
        True,
    ]
    assert " je " not in meanings[1]


def test_nobody_is_not_called_one_person():
    figures = replace(
        solo((None,) * 3, (None,) * 2),
        respondents=0,
        answers={},
        highest=(),
        lowest=(),
        round=replace(EMPTY, expected=None, **with_clients()),
    )

    made = report(figures)

    assert made.cover.origin == "Zelf niet ingevuld"
    assert made.round.mirror.own == "niet ingevuld"


def test_an_own_picture_says_whose_it_is():
    made = report(own_picture=True)

    assert made.intro == "Dit is jouw eigen beeld. Alleen jij ziet het, met je eigen link."
    assert made.method.limits[0] == "Dit is jouw beeld alleen. Collega’s kunnen het anders zien."
    assert made.annex == report().annex
    assert report().intro is None


def test_the_method_of_a_round_explains_what_it_adds():
    def titles(**more):
        return [part.title for part in of_eight(**more).round.method]

    assert titles() == ["Vertrouwelijk", "Eensgezindheid"]
    assert titles(**with_clients(prediction={"timing": score(50.0, n=8)})) == [
        "Vertrouwelijk",
        "Zelfbeeld en klantbeeld",
        "Aannametoets",
        "Eensgezindheid",
    ]
    assert report().round is None
