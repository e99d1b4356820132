"""How far people come in a questionnaire, and about how long it takes: counts, of nobody apart."""

from collections import Counter
from collections.abc import Iterable

from scans.engine.answers import Answers
from scans.engine.questionnaire import Moment, Questionnaire

BEGUN, SENT = "begonnen", "verstuurd"
CLOSING = "afronding"
"""The part with the context and open questions, which belong to no theme."""

DURATIONS = ("tot-5", "5-10", "10-20", "vanaf-20", "meer-keren")
"""Rough classes of how long somebody took: minutes at a stretch, or several sittings."""


def parts_of(asked: Questionnaire) -> dict[str, tuple[str, ...]]:
    """Return the answer codes of each part, in the order in which the parts are met."""
    respondent = [question.code for question in asked.context_at(Moment.RESPONDENT)]
    parts = {
        **{theme.key: tuple(one.code for one in theme.statements) for theme in asked.themes},
        asked.role.key: asked.role_codes,
        CLOSING: (*respondent, *(question.code for question in asked.open)),
    }
    return {key: codes for key, codes in parts.items() if codes}


def stops_of(asked: Questionnaire) -> tuple[str, ...]:
    """Return the keys under which ``count_stops`` counts, from first to last."""
    return (BEGUN, *parts_of(asked), SENT)


def count_stops(asked: Questionnaire, persons: Iterable[tuple[Answers, bool]]) -> dict[str, int]:
    """Count how many persons came at least as far as each part; ``True`` is who sent.

    Somebody came to a part when anything is answered there or further on: which page is looked
    at is known of nobody. Who sent came everywhere.
    """
    parts = parts_of(asked)
    stops = stops_of(asked)
    counts: Counter[str] = Counter(dict.fromkeys(stops, 0))
    for answers, sent in persons:
        reached = [
            place
            for place, codes in enumerate(parts.values(), 1)
            if not answers.keys().isdisjoint(codes)
        ]
        furthest = len(stops) if sent else max(reached, default=0) + 1
        counts.update(stops[:furthest])
    return dict(counts)
