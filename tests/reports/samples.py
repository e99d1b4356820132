"""Questionnaire, figures and facts from which the tests make reports."""

from dataclasses import replace
from datetime import date
from functools import cache
from math import prod

from scans.content.document import questionnaire_from
from scans.content.files import document_path
from scans.content.loader import read_document
from scans.engine.answers import prediction_codes, scored_codes
from scans.engine.disclosure import Rules
from scans.engine.figures import (
    ImpactFigures,
    Kind,
    ProfileFigures,
    RoleFigures,
    ScanFigures,
    ScoreFigures,
)
from scans.engine.report import ScanFacts
from scans.engine.round import RoundAnswers, round_figures
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


def score(value, *, n=1, interval=None, word=None, level=None):
    """Figures of one score; the level follows from the value unless it is a position."""
    return ScoreFigures(
        n=n if value is not None else 0,
        score=value,
        interval=interval,
        agreement=None,
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
        "relevantie": theme_score(65.0, n=8, interval=(55.0, 75.0), word="sterk"),
        "timing": theme_score(45.0, n=8, interval=(35.0, 55.0), word="sterk"),
        "resultaat": theme_score(95.0, n=7, interval=(90.0, 105.0)),
    }
    now, wanted = score(40.0, n=8, interval=(30.0, 50.0)), score(70.0, n=8)
    return replace(
        alone,
        kind=Kind.TEAM,
        respondents=8,
        department_size=12,
        themes=shown,
        role=RoleFigures(now=now, wanted=wanted, gap=30.0, gap_key="naar_meedenker"),
        impact=ImpactFigures(index=65.0, weakest="timing"),
        profile=profile_of(40.0, 65.0),
        highest=(),
        lowest=(),
        answers={},
        open_answers={},
        context_answers={},
    )


RULES = Rules(scores_from=5, whole_from=10, texts_from=10)
TEXTS = (
    "Eerder aan tafel bij grote plannen.",
    "Meer tijd om met interne klanten te praten.\n\nNu loopt alles via de mail.",
    "Kiezen wat we niet meer doen.",
    "Een vast moment per maand met elke directeur.",
)


def member(seed, *, mean, texts=False, foreseen=4):
    """One person's answers, around a mean of 1-5 that differs by theme; the same every time."""
    asked = questionnaire()
    answers = {}
    for place, code in enumerate(scored_codes(asked)):
        wave = (seed * 7 + place * 5 + seed * place) % 5 - 2
        lean = {"r": 0, "t": -1, "e": 1}.get(code[0], 0)
        answers[code] = min(5, max(1, mean + lean + (wave if place % 4 else wave // 2)))
    answers |= {code: min(5, max(1, foreseen + seed % 2)) for code in prediction_codes(asked)}
    if texts and seed % 2 == 0:
        answers["open1"] = TEXTS[seed // 2 % len(TEXTS)]
    return answers


def client(seed, *, mean):
    """One internal client's answers, around a mean of 1-5; the same every time."""
    codes = scored_codes(questionnaire(), "clients")
    return {
        code: min(5, max(1, mean + (seed * 3 + place * 2) % 3 - 1 - (code[2] == "t")))
        for place, code in enumerate(codes)
    }


def team_round(persons=7, clients=6, *, team_mean=4, clients_mean=3, **more):
    """Figures of a round, as the engine makes them of made-up answers."""
    expected = {"expected_team": max(persons + 2, 5), "expected_clients": max(clients + 4, 5)}
    answers = RoundAnswers(
        team=[member(seed, mean=team_mean, texts=True) for seed in range(persons)],
        clients=[client(seed, mean=clients_mean) for seed in range(clients)],
        **{"department_size": 20, **expected, **more},
    )
    return round_figures(questionnaire(), answers, rules=RULES)


def solo_with_clients(clients=6):
    """Figures of a scan by one person, who also asked internal clients."""
    return team_round(1, clients, expected_team=None)


def extreme_round():
    """Figures of a round in which everybody gives nearly the same, highest answers."""
    answers = dict.fromkeys(scored_codes(questionnaire()), 5)
    for code, one in questionnaire().statements.items():
        answers[code] = 1 if one.reversed else 5
    lowest = dict.fromkeys(scored_codes(questionnaire(), "clients"), 1)
    return round_figures(
        questionnaire(),
        RoundAnswers(
            team=[
                answers | {f"tim{n}": 1 + (n + seed) % 5 for n in range(1, 7)} for seed in range(7)
            ],
            clients=[lowest for _ in range(6)],
            department_size=9,
            expected_team=9,
            expected_clients=10,
        ),
        rules=RULES,
    )


def report(figures=None, *, language="nl", standing=None, **facts):
    """A whole report of these figures, or of an ordinary solo scan."""
    return build_report(
        figures=figures or solo(),
        questionnaire=questionnaire(),
        facts=replace(FACTS, **facts),
        language=language,
        standing=standing,
    )
