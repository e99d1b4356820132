"""Keeping the articles and events that are shown with results."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from scans.models import Account, Action, ReadingTip
from scans.services import meanwhile
from scans.services.audit import record
from scans.services.housestyle import note_change


@dataclass(frozen=True, slots=True)
class TipFields:
    """What a tip says; ``themes`` and ``levels`` may be empty, which means any."""

    kind: str
    title: str
    url: str
    language: str
    day: date | None
    themes: list[str]
    levels: list[str]


@transaction.atomic
def add_tip(*, fields: TipFields, by: Account, moment: datetime) -> ReadingTip:
    """Show something to read or to go to from now on."""
    tip = ReadingTip()
    _write(tip, fields)
    record(who=by, what=Action.TIP_ADDED, about=tip, details=tip.title, moment=moment)
    return tip


def seen_in(tip: ReadingTip) -> str:
    """Return by what a page remembers how it showed a tip."""
    return meanwhile.seen_in(tip, TipFields.__dataclass_fields__)


@transaction.atomic
def change_tip(
    *, tip_id: int, fields: TipFields, by: Account, moment: datetime, seen: str = ""
) -> None:
    """Write a tip anew; one that somebody removed meanwhile stays away.

    ``seen`` as ``seen_in`` gave it; ``ChangedMeanwhileError`` when it isn't that any more.
    """
    tip = ReadingTip.objects.select_for_update().filter(pk=tip_id).first()
    if tip is None:
        return
    meanwhile.refuse_changed(tip, TipFields.__dataclass_fields__, seen)
    _write(tip, fields)
    record(who=by, what=Action.TIP_CHANGED, about=tip, details=tip.title, moment=moment)


@transaction.atomic
def remove_tip(*, tip_id: int, by: Account, moment: datetime) -> None:
    """Show a tip no more; removing it twice is the same as once."""
    tip = ReadingTip.objects.select_for_update().filter(pk=tip_id).first()
    if tip is None:
        return
    record(who=by, what=Action.TIP_REMOVED, about=tip, details=tip.title, moment=moment)
    tip.delete()
    note_change()


def _write(tip: ReadingTip, fields: TipFields) -> None:
    for field in TipFields.__dataclass_fields__:
        setattr(tip, field, getattr(fields, field))
    tip.save()
    note_change()
