"""The frozen figures of a scan that one person filled in, for that person alone."""

from scans.engine.answers import Answers, scored_codes
from scans.engine.disclosure import NEVER
from scans.engine.figures import ImpactFigures, Kind, ScanFigures
from scans.engine.impact import Impact
from scans.engine.moduledisclosure import own_module
from scans.engine.own import own_places, own_score
from scans.engine.questionnaire import Moment, Questionnaire
from scans.engine.raw import RoundAnswers
from scans.engine.rawmodules import raw_module
from scans.engine.scoring import score_group, standouts


def solo_figures(
    questionnaire: Questionnaire, answers: Answers, department_size: int | None
) -> ScanFigures:
    """Return what one person's own report shows: no interval, no agreement, own answers.

    The answers must have passed ``check_answers``; codes that the questionnaire doesn't put to a
    respondent are left out.
    """
    group = score_group(questionnaire, [answers], department_size)
    highest, lowest = standouts(questionnaire, [answers])
    alone = RoundAnswers([answers], (), department_size, expected_team=None, expected_clients=None)
    return ScanFigures(
        kind=Kind.SOLO,
        respondents=1,
        department_size=department_size,
        themes={key: own_score(theme, graded=True) for key, theme in group.themes.items()},
        role=own_places(group.now, group.wanted),
        impact=impact_figures(group.impact),
        profile=group.profile,
        highest=highest,
        lowest=lowest,
        answers=_scored_answers(questionnaire, answers),
        open_answers=_open_answers(questionnaire, answers),
        context_answers=_context_answers(questionnaire, answers),
        modules=tuple(
            own_module(module, raw_module(module, alone), NEVER) for module in questionnaire.modules
        ),
    )


def impact_figures(impact: Impact | None) -> ImpactFigures:
    """Return the index and the weakest theme, both ``None`` without an impact."""
    if impact is None:
        return ImpactFigures(index=None, weakest=None)
    return ImpactFigures(index=impact.index, weakest=impact.weakest)


def _scored_answers(questionnaire: Questionnaire, answers: Answers) -> dict[str, int | None]:
    given = {code: answers[code] for code in scored_codes(questionnaire) if code in answers}
    return {code: value if isinstance(value, int) else None for code, value in given.items()}


def _open_answers(questionnaire: Questionnaire, answers: Answers) -> dict[str, str]:
    given = {question.code: answers.get(question.code) for question in questionnaire.open}
    return {
        code: value for code, value in given.items() if isinstance(value, str) and value.strip()
    }


def _context_answers(questionnaire: Questionnaire, answers: Answers) -> dict[str, str]:
    asked = (question.code for question in questionnaire.context_at(Moment.RESPONDENT))
    given = {code: answers.get(code) for code in asked}
    return {code: str(value) for code, value in given.items() if value is not None}
