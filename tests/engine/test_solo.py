import json

from scans.engine.figures import (
    ImpactFigures,
    Kind,
    ProfileFigures,
    RoleFigures,
    ScanFigures,
    ScoreFigures,
)
from scans.engine.solo import solo_figures
from tests.engine.builders import answers_of, build_questionnaire, complete_answers

QUESTIONNAIRE = build_questionnaire(reverse=["rel1"])


def one(score, level=None):
    return ScoreFigures(
        n=int(score is not None),
        score=score,
        interval=None,
        agreement=None,
        agreement_word=None,
        level=level,
    )


def test_a_scan_by_one_person_shows_own_scores_without_margin():
    answers = {
        **complete_answers(4, now=2, wanted=4),
        "rel1": 1,
        "tim2": None,
        "drukte": "vaak",
        "open1": "Meer rust",
    }

    figures = solo_figures(QUESTIONNAIRE, answers, 8)

    scored = {code: v for code, v in answers.items() if code not in {"drukte", "open1"}}
    assert figures == ScanFigures(
        kind=Kind.SOLO,
        respondents=1,
        department_size=8,
        themes={
            "relevantie": one(100 * (25 / 6 - 1) / 4, "hoog"),
            "timing": one(75.0, "hoog"),
            "resultaat": one(75.0, "hoog"),
        },
        role=RoleFigures(one(25.0), one(75.0), gap=50.0, gap_key="naar_meedenker"),
        impact=ImpactFigures(index=figures.impact.index, weakest="timing"),
        profile=ProfileFigures("productiehuis", None),
        highest=("rel1",),
        lowest=(),
        answers=scored,
        open_answers={"open1": "Meer rust"},
    )
    assert round(figures.impact.index, 4) == 76.3639


def test_a_scan_that_is_hardly_filled_in_has_no_figures():
    answers = {**answers_of("rel", "3 ? _ _ _ _"), "open1": "  "}

    figures = solo_figures(QUESTIONNAIRE, answers, None)

    assert figures == ScanFigures(
        kind=Kind.SOLO,
        respondents=1,
        department_size=None,
        themes=dict.fromkeys(("relevantie", "timing", "resultaat"), one(None)),
        role=RoleFigures(one(None), one(None), gap=None, gap_key=None),
        impact=ImpactFigures(None, None),
        profile=ProfileFigures(None, None),
        highest=(),
        lowest=(),
        answers={"rel1": 3, "rel2": None},
        open_answers={},
    )


def test_figures_survive_a_journey_as_json():
    figures = solo_figures(QUESTIONNAIRE, {**complete_answers(), "rel3": 5}, 1)

    assert ScanFigures.from_json(json.loads(json.dumps(figures.to_json()))) == figures
