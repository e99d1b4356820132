import json
from pathlib import Path

import pytest

from scans.engine.figures import (
    ImpactFigures,
    Kind,
    ProfileFigures,
    RoleFigures,
    ScanFigures,
    ScoreFigures,
    UnknownFormatError,
)
from scans.engine.solo import solo_figures
from tests.engine.builders import answers_of, build_questionnaire, complete_answers

# What a result looks like in the database; this file never changes.
FORMAT_1 = Path(__file__).parent / "figures_format_1.json"

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
        context_answers={"drukte": "vaak"},
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


def test_figures_stored_in_format_1_are_read_by_every_later_version():
    stored = json.loads(FORMAT_1.read_text(encoding="utf-8"))

    figures = ScanFigures.from_json(stored)

    answers = {**complete_answers(4, now=2, wanted=4), "tim2": None, "drukte": "vaak"}
    assert figures == solo_figures(QUESTIONNAIRE, {**answers, "open1": "Meer rust"}, 8)


def test_figures_stored_before_the_format_had_a_number_are_read():
    figures = solo_figures(QUESTIONNAIRE, complete_answers(), None)
    stored = figures.to_json()
    del stored["format"], stored["context_answers"]

    assert ScanFigures.from_json(stored) == figures


def test_figures_of_an_unknown_format_are_refused():
    stored = solo_figures(QUESTIONNAIRE, complete_answers(), None).to_json()

    with pytest.raises(
        UnknownFormatError, match=r"figures of format 4; this version reads \(1, 2, 3\)"
    ):
        ScanFigures.from_json({**stored, "format": 4})
