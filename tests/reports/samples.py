"""Questionnaire, figures and facts from which the tests make reports."""

from dataclasses import replace
from datetime import date
from functools import cache
from math import prod

from scans.content.document import questionnaire_from
from scans.content.files import document_path
from scans.content.loader import read_document
from scans.engine.figures import (
    ImpactFigures,
    Kind,
    ProfileFigures,
    RoleFigures,
    ScanFigures,
    ScoreFigures,
)
from scans.engine.report import ScanFacts
from scans.reports.assemble import build_report


@cache
def questionnaire():
    return questionnaire_from(read_document(document_path("kern", "1.0")).data)


FACTS = ScanFacts(
    department="Team Communicatie",
    organisation="Gemeente Voorbeeldstad",
    sector={"nl": "Gemeente", "en": "Municipality"},
    closed_on=date(2026, 11, 22),
)


def score(value, *, n=1, interval=None, agreement=None, level=None):
    """Figures of one score; the level follows from the value unless it is a position."""
    word = None if agreement is None else "sterk"
    return ScoreFigures(
        n=n if value is not None else 0,
        score=value,
        interval=interval,
        agreement=agreement,
        agreement_word=word,
        level=level,
    )


def theme_score(value, **more):
    if value is None:
        return score(None, **more)
    level = "laag" if value < 40 else "midden" if value < 70 else "hoog"
    return score(value, level=level, **more)


def gap_key(gap):
    if gap is None:
        return None
    if abs(gap) < 10:
        return "tevreden"
    return "naar_meedenker" if gap > 0 else "naar_maker"


def profile_of(role, impact):
    """The profile and its neighbour by the rules of the map."""
    if role is None or impact is None:
        return ProfileFigures(key=None, neighbour=None)
    names = {
        (False, False): "brandblusser",
        (False, True): "productiehuis",
        (True, False): "klankbord",
        (True, True): "strategisch_partner",
    }
    right, top = role >= 50, impact >= 50
    neighbour = None
    if abs(role - 50) <= 5 and abs(role - 50) <= abs(impact - 50):
        neighbour = names[not right, top]
    elif abs(impact - 50) <= 5:
        neighbour = names[right, not top]
    return ProfileFigures(key=names[right, top], neighbour=neighbour)


def solo(scores=(65.625, 43.75, 70.8), role=(38.1, 69.4), text=""):
    """Figures of a solo scan with these scores; ``None`` where too little was answered."""
    themes = dict(zip(("relevantie", "timing", "resultaat"), scores, strict=True))
    now, wanted = role
    index = None
    if None not in scores:
        index = float(prod(max(value, 1) for value in scores) ** (1 / 3))
    gap = None if None in role else wanted - now
    answers = {f"{key[:3]}{i}": 1 + (i * 7 + len(key)) % 5 for key in themes for i in range(1, 7)}
    answers |= {f"rol{i}.huidig": 1 + i % 3 for i in range(1, 7)}
    answers |= {f"rol{i}.gewenst": 3 + i % 3 for i in range(1, 7)}
    answers["tim2"] = None
    del answers["res4"]
    too_few = [f"{key[:3]}{i}" for key in themes if themes[key] is None for i in (1, 3, 5)]
    too_few += [f"rol{i}.huidig" for i in range(1, 7) if now is None]
    too_few += [f"rol{i}.gewenst" for i in (1, 2, 3, 4) if wanted is None]
    answers = {code: value for code, value in answers.items() if code not in too_few}
    return ScanFigures(
        kind=Kind.SOLO,
        respondents=1,
        department_size=8,
        themes={key: theme_score(value) for key, value in themes.items()},
        role=RoleFigures(now=score(now), wanted=score(wanted), gap=gap, gap_key=gap_key(gap)),
        impact=ImpactFigures(
            index=index, weakest=None if index is None else min(themes, key=themes.__getitem__)
        ),
        profile=profile_of(now, index),
        highest=("rel1", "tim3", "res2"),
        lowest=("rel5", "tim1", "res6"),
        answers=answers,
        open_answers={"open1": text} if text else {},
        context_answers={"drukte": "vaak"},
    )


def team():
    """Figures of a team of eight of twelve, with margins and agreement."""
    alone = solo()
    shown = {
        "relevantie": theme_score(66.0, n=8, interval=(57.4, 74.6), agreement=0.75),
        "timing": theme_score(44.0, n=8, interval=(35.0, 53.0), agreement=0.75),
        "resultaat": theme_score(97.0, n=7, interval=(90.0, 104.0)),
    }
    return replace(
        alone,
        kind=Kind.TEAM,
        respondents=8,
        department_size=12,
        themes=shown,
        role=replace(alone.role, now=score(38.0, n=8, interval=(30.0, 46.0))),
        answers={},
        open_answers={},
        context_answers={},
    )


def report(figures=None, *, language="nl", **facts):
    """A whole report of these figures, or of an ordinary solo scan."""
    return build_report(
        figures=figures or solo(),
        questionnaire=questionnaire(),
        facts=replace(FACTS, **facts),
        language=language,
    )
