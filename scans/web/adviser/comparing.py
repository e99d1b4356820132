"""Two to six departments or groups side by side; all that is chosen stands in the address."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from scans.engine.peers import SIZES, Segment
from scans.engine.questionnaire import Questionnaire
from scans.models import Edition, QuestionnaireVersion, Result, Scan
from scans.queries.benchmark import current_edition, peers_in
from scans.queries.comparing import Search, latest_results, rounds_for
from scans.queries.editions import lines_of
from scans.queries.naming import name_for_adviser
from scans.queries.questionnaires import CORE, newest_version, questionnaire_by_id
from scans.reports.compared import Compared, compared_department, compared_group
from scans.reports.comparison import side_by_side
from scans.reports.openfigures import measure_names, published
from scans.reports.peerwords import group_name, sector_labels, size_name
from scans.reports.wording import as_title
from scans.services.advising import note_comparison
from scans.web.adviser.access import account_of
from scans.web.replica import from_replica

FEWEST, MOST = 2, 6
LONGEST_SEARCH = 100
BETWEEN = "~"
"""Between the sector and the size of a group in an address."""


@dataclass(frozen=True, slots=True)
class Choice:
    """Something that can be put beside others."""

    value: str
    label: str
    chosen: bool = False
    note: str = ""


@dataclass(frozen=True, slots=True)
class Asked:
    """What an address asks for, as far as it makes sense."""

    search: Search
    departments: tuple[UUID, ...]
    groups: tuple[Segment, ...]

    @property
    def count(self) -> int:
        """How many things are to stand side by side."""
        return len(self.departments) + len(self.groups)


@require_safe
@from_replica
def compare(request: HttpRequest) -> HttpResponse:
    """Choose, and see next to each other what is chosen."""
    asked, edition = _asked(request.GET), current_edition()
    questionnaire = _questionnaire()
    language = get_language() or "nl"
    sectors = {} if questionnaire is None else sector_labels(questionnaire, language)
    results = latest_results(asked.departments[:MOST])
    shown = _groups_shown(edition)
    groups = [one for one in asked.groups if one in shown][:MOST]
    comparison = None
    count = len(results) + len(groups)
    if questionnaire is not None and FEWEST <= count <= MOST and asked.count <= MOST:
        found = [
            *(_department(results[key]) for key in asked.departments if key in results),
            *_groups(edition, groups, sectors),
        ]
        comparison = side_by_side(found, measure_names(questionnaire, language))
        _note(request, results.values())
    context = {
        "asked": asked,
        "comparison": comparison,
        "problem": _problem(asked, count),
        "sectors": [Choice(k, v, k == asked.search.sector) for k, v in sectors.items()],
        "sizes": [Choice(one, size_name(one), one == asked.search.size) for one in SIZES],
        "groups_chosen": bool(groups),
        "groups": _group_choices(shown, groups, sectors),
        **_department_choices(asked, results),
    }
    return render(request, "adviser/compare.html", context)


def _asked(data: QueryDict) -> Asked:
    words = " ".join(data.get("zoek", "").replace("\0", "").split())[:LONGEST_SEARCH]
    sector, size = data.get("sector", ""), data.get("grootte", "")
    search = Search(
        words=words,
        sector=sector.replace("\0", "")[:LONGEST_SEARCH],
        size=size if size in SIZES else "",
    )
    departments = tuple(dict.fromkeys(filter(None, map(_uuid, data.getlist("afdeling")))))
    groups = tuple(dict.fromkeys(map(_segment, data.getlist("groep"))))
    return Asked(search, departments[: MOST + 1], groups[: MOST + 1])


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def _segment(text: str) -> Segment:
    sector, _between, size = text.partition(BETWEEN)
    return Segment(sector or None, size or None)


def _questionnaire() -> Questionnaire | None:
    """Return the core questionnaire; ``None`` before it is published, when nothing can be seen."""
    try:
        return questionnaire_by_id(newest_version(CORE).pk)
    except QuestionnaireVersion.DoesNotExist:
        return None


def _groups_shown(edition: Edition | None) -> dict[Segment, None]:
    """Return the groups of the current edition that have anything to show, in its order."""
    lines = [] if edition is None else lines_of(edition)
    return {one.segment: None for one in lines if not one.withheld}


def _department(result: Result) -> Compared:
    return compared_department(result, name_for_adviser(result.scan.department))


def _groups(
    edition: Edition | None, groups: Sequence[Segment], sectors: dict[str, str]
) -> list[Compared]:
    if edition is None or not groups:
        return []
    found = published(peers_in(edition, groups, None))
    by_group = {
        segment: {
            measure: one
            for measure, peers in found.items()
            for one in peers
            if one.segment == segment
        }
        for segment in groups
    }
    return [
        compared_group(group_name(segment, sectors), shown)
        for segment, shown in by_group.items()
        if shown
    ]


def _note(request: HttpRequest, results: Iterable[Result]) -> None:
    departments = [one.scan.department for one in results]
    if request.method == "GET" and departments:
        note_comparison(departments=departments, by=account_of(request), moment=timezone.now())


def _problem(asked: Asked, count: int) -> str:
    if asked.count > MOST:
        return _("Je koos er meer dan {most}. Vink er een paar uit.").format(most=MOST)
    if count < asked.count:
        return _("Niet alles wat je koos, is er nog. Kies opnieuw.")
    if count == 1:
        return _("Kies er nog minstens één bij.")
    return ""


def _group_choices(
    shown: Iterable[Segment], chosen: Sequence[Segment], sectors: dict[str, str]
) -> list[Choice]:
    return [
        Choice(
            f"{one.sector or ''}{BETWEEN}{one.size or ''}",
            as_title(group_name(one, sectors)),
            one in chosen,
        )
        for one in shown
    ]


def _department_choices(asked: Asked, results: dict[UUID, Result]) -> dict[str, object]:
    """Return what was found, with on top what was chosen before, also when it isn't found now."""
    chosen = [results[key].scan for key in asked.departments if key in results]
    found, more = rounds_for(asked.search)
    kept = {one.department_id for one in chosen}
    return {
        "chosen": [_choice(one, chosen=True) for one in chosen],
        "found": [_choice(one) for one in found if one.department_id not in kept],
        "more": more,
    }


def _choice(scan: Scan, *, chosen: bool = False) -> Choice:
    assert scan.closed_on is not None
    return Choice(
        value=str(scan.department_id),
        label=as_title(name_for_adviser(scan.department)),
        chosen=chosen,
        note=_("ronde {number}, {month}").format(
            number=scan.number, month=date_format(scan.closed_on, "F Y")
        ),
    )
