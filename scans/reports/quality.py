"""The kept quality figures of a questionnaire as a reader meets them: words, numbers, marks."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from scans.engine.quality import SHOWN_FROM
from scans.engine.questionnaire import NOW, Questionnaire, Text
from scans.engine.stopping import BEGUN, CLOSING, DURATIONS, SENT, stops_of
from scans.reports.wording import number

NONE = "–"
LOWEST, HIGHEST = 1, 5


@dataclass(frozen=True, slots=True)
class ItemRow:
    """One statement, or one pair of the role at one moment; texts as shown, ``at`` in percent."""

    code: str
    text: str
    reversed: bool
    departments: int
    mean: str
    at: str
    spread: tuple[str, str] | None
    sd: str
    unknown: str
    item_rest: str
    floor: str
    ceiling: str


@dataclass(frozen=True, slots=True)
class Line:
    """An alpha on a line from 0 to 1, with the ends of its interval, in percent."""

    at: str
    low: str
    high: str


@dataclass(frozen=True, slots=True)
class ScaleTable:
    """A theme, or the role at one moment; ``line`` is ``None`` when nothing may be shown."""

    key: str
    title: str
    departments: int
    provisional: bool
    alpha: str
    interval: str
    line: Line | None
    items: tuple[ItemRow, ...]


@dataclass(frozen=True, slots=True)
class Bar:
    """One of a row of counts: how many persons, which part of the whole, and how long a bar."""

    label: str
    count: int
    share: str
    length: str


@dataclass(frozen=True, slots=True)
class GroupQuality:
    """All there is to see of one group; ``straight`` is empty when too few can be judged."""

    key: str
    title: str
    computed_on: date
    departments: int
    persons: int
    scales: tuple[ScaleTable, ...]
    straight: str
    straight_of: int
    steps: tuple[Bar, ...]
    times: tuple[Bar, ...]


def group_quality(
    key: str, title: str, asked: Questionnaire, figures: Mapping[str, Any], computed_on: date
) -> GroupQuality:
    """Return the figures of a group; ``asked`` is the questionnaire as that group meets it."""
    texts = _texts(asked)
    straight = figures["straight"]
    return GroupQuality(
        key=key,
        title=title,
        computed_on=computed_on,
        departments=figures["departments"],
        persons=figures["persons"],
        scales=tuple(_scale(one, asked, texts) for one in figures["scales"]),
        straight=_percent(straight["share"], 1) if straight else "",
        straight_of=straight["persons"] if straight else 0,
        steps=_steps(asked, figures["steps"]),
        times=_times(figures["times"]),
    )


def _texts(asked: Questionnaire) -> dict[str, str]:
    statements = {code: _said(one.text) for code, one in asked.statements.items()}
    pairs = {
        f"{pair.code}.{code.rpartition('.')[2]}": _said(pair.topic)
        for code in asked.role_codes
        for pair in asked.role.pairs
    }
    return statements | pairs


def _scale(one: Mapping[str, Any], asked: Questionnaire, texts: Mapping[str, str]) -> ScaleTable:
    alpha, interval = one["alpha"], one["interval"]
    line = None
    if alpha is not None and interval:
        line = Line(_along(alpha), _along(interval[0]), _along(interval[1]))
    return ScaleTable(
        key=one["key"].replace(".", "-"),
        title=_scale_title(one["key"], asked),
        departments=one["departments"],
        provisional=one["status"] == "voorlopig",
        alpha=_figure(alpha, 2),
        interval=(
            _("{low} tot {high}").format(low=number(interval[0], 2), high=number(interval[1], 2))
            if line
            else NONE
        ),
        line=line,
        items=tuple(_item(item, texts) for item in one["items"]),
    )


def _scale_title(key: str, asked: Questionnaire) -> str:
    subject, _dot, when = key.partition(".")
    if not when:
        return _said(asked.theme(subject).title)
    moment = asked.role.now if when == NOW else asked.role.wanted
    return f"{_said(asked.role.title)}: {_said(moment)}"


def _item(one: Mapping[str, Any], texts: Mapping[str, str]) -> ItemRow:
    mean, sd = one["mean"], one["sd"]
    spread = None if mean is None or sd is None else (_on_scale(mean - sd), _on_scale(mean + sd))
    return ItemRow(
        code=one["code"],
        text=texts[one["code"]],
        reversed=one["reversed"],
        departments=one["departments"],
        mean=_figure(mean, 2),
        at="" if mean is None else _on_scale(mean),
        spread=spread,
        sd=_figure(sd, 2),
        unknown=_percent(one["unknown"]),
        item_rest=_figure(one["item_rest"], 2),
        floor=_percent(one["floor"]),
        ceiling=_percent(one["ceiling"]),
    )


def _steps(asked: Questionnaire, counts: Mapping[str, int]) -> tuple[Bar, ...]:
    named = {
        BEGUN: _("Begonnen"),
        **{key: _said(subject.title) for key, subject in asked.subjects.items()},
        CLOSING: _("Afronding"),
        SENT: _("Verstuurd"),
    }
    # In the order in which they are met, of which a database knows nothing.
    return _bars(((named[key], counts[key]) for key in stops_of(asked)), counts[BEGUN])


def _times(counts: Mapping[str, int]) -> tuple[Bar, ...]:
    words = (
        _("minder dan 5 minuten"),
        _("5 tot 10 minuten"),
        _("10 tot 20 minuten"),
        _("20 minuten of langer"),
        _("in meer keren"),
    )
    named = dict(zip(DURATIONS, words, strict=True))
    return _bars(((named[key], counts[key]) for key in DURATIONS), sum(counts.values()))


def _bars(counts: Iterable[tuple[str, int]], whole: int) -> tuple[Bar, ...]:
    """Return a bar for each; none of fewer persons than there must be departments."""
    if whole < SHOWN_FROM:
        return ()
    return tuple(
        Bar(label, count, _percent(count / whole), f"{100 * count / whole:.1f}%")
        for label, count in counts
    )


def _said(text: Text) -> str:
    return text[get_language() or "nl"]


def _figure(value: float | None, places: int) -> str:
    return NONE if value is None else number(value, places)


def _percent(share: float | None, places: int = 0) -> str:
    return NONE if share is None else f"{number(100 * share, places)}%"


def _along(value: float) -> str:
    return f"{100 * min(1, max(0, value)):.2f}%"


def _on_scale(value: float) -> str:
    return _along((value - LOWEST) / (HIGHEST - LOWEST))
