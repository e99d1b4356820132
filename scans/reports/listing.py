"""What the list of scans and its export say of each: the same values for page and file."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import TYPE_CHECKING
from uuid import UUID

from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from scans.engine.figures import Kind
from scans.models import FollowUpState, ListedScan, Result, Scan, ScanStatus
from scans.queries.naming import name_for_adviser
from scans.queries.questionnaires import questionnaire_by_id
from scans.reports.charts import ACCENT, COLOURS, TINTS, WASH_DEEP
from scans.reports.wording import as_title, figure

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

FOLLOW_UP: "Mapping[FollowUpState, _StrPromise]" = MappingProxyType(
    {
        FollowUpState.NEW: _("nieuw"),
        FollowUpState.CONTACTED: _("contact gehad"),
        FollowUpState.PLANNED: _("gesprek gepland"),
        FollowUpState.UNDER_WAY: _("traject"),
        FollowUpState.DONE: _("afgerond"),
    }
)
STATUS: "Mapping[ScanStatus, _StrPromise]" = MappingProxyType(
    {ScanStatus.OPEN: _("loopt"), ScanStatus.CLOSED: _("gesloten")}
)
THEMES = ("relevantie", "timing", "resultaat")


@dataclass(frozen=True, slots=True)
class Cell:
    """One score with its bar; ``words`` is how the report writes it, a dash when unknown.

    ``n`` is of how many persons it is, ``None`` where that isn't told.
    """

    score: float | None
    extreme: str | None
    n: int | None
    words: str
    length: str
    colour: str
    tint: str


@dataclass(frozen=True, slots=True)
class Row:
    """One scan as the adviseur sees it in a list."""

    scan_id: UUID
    name: str
    sector: str
    size_class: str
    number: int
    opened_on: date
    closed_on: date | None
    status: str
    kind: str
    questionnaire_id: int
    contact: bool
    follow_up: str
    n: int
    scores: Mapping[str, Cell]


def row_of(listed: ListedScan) -> Row:
    """Return what the list says of a scan that was fetched with all that it is about."""
    scan = listed.scan
    result = getattr(scan, "result", None)
    return Row(
        scan_id=scan.pk,
        name=as_title(name_for_adviser(scan.department)),
        sector=_sector(listed),
        size_class=listed.size_class,
        number=scan.number,
        opened_on=scan.opened_on,
        closed_on=scan.closed_on,
        status=str(STATUS[ScanStatus(listed.status)]),
        kind=str(kind_of(scan)),
        questionnaire_id=scan.questionnaire_id,
        contact=listed.contact,
        follow_up=str(FOLLOW_UP[FollowUpState(listed.follow_up)]),
        n=listed.n,
        scores=cells_of(result),
    )


def kind_of(scan: Scan) -> "_StrPromise":
    """Say how a scan was filled in."""
    if scan.kind == Kind.TEAM:
        return _("team")
    return _("samen") if scan.together else _("alleen")


def cells_of(result: Result | None) -> dict[str, Cell]:
    """Return the scores of a result as it shows them, by theme, ``impact``, ``now``, ``wanted``."""
    figures = {} if result is None else result.figures
    themes, role = figures.get("themes", {}), figures.get("role", {})
    cells = {key: _cell(key, themes.get(key, {})) for key in THEMES}
    cells["impact"] = _cell("impact", {"score": figures.get("impact", {}).get("index")})
    return cells | {key: _cell("rol", role.get(key) or {}) for key in ("now", "wanted")}


def _cell(key: str, one: Mapping[str, object]) -> Cell:
    score, extreme, n = one.get("score"), one.get("extreme"), one.get("n")
    known = float(score) if isinstance(score, int | float) else None
    border = extreme if isinstance(extreme, str) else None
    return Cell(
        score=known,
        extreme=border,
        n=n if isinstance(n, int) else None,
        words=figure(known, border),
        length=f"{known or 0:.1f}%",
        colour=COLOURS.get(key, ACCENT),
        tint=TINTS.get(key, WASH_DEEP),
    )


def _sector(listed: ListedScan) -> str:
    known = sectors(listed.questionnaire_id)
    return known.get(listed.sector, {}).get(get_language() or "nl", listed.sector)


def sectors(questionnaire_id: int) -> dict[str, Mapping[str, str]]:
    """Return what sectors are called in a questionnaire, by value."""
    context = questionnaire_by_id(questionnaire_id).context
    options = (q.options for q in context if q.code == "sector")
    return {one.value: one.text for chosen in options for one in chosen}
