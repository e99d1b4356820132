"""The current edition of the benchmark in public, and every edition as open data."""

from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from scans.engine.benchmark import ShownPeers
from scans.engine.peers import EVERYBODY, SIZES, Segment
from scans.models import Edition, EditionFigures
from scans.queries.benchmark import current_edition, peers_in
from scans.queries.questionnaires import CORE, newest_version, questionnaire_by_id
from scans.reports.openfigures import (
    LICENCE,
    LICENCE_URL,
    as_csv,
    as_json,
    group_shown,
    published,
)
from scans.reports.peerwords import group_name, sector_labels, size_name
from scans.web.replica import from_replica


@dataclass(frozen=True, slots=True)
class Choice:
    """A sector or size class that can be chosen."""

    value: str
    label: str
    chosen: bool


@require_safe
@from_replica
def benchmark(request: HttpRequest) -> HttpResponse:
    """One group of the current edition; without an edition, why there is none yet."""
    edition = current_edition()
    if edition is None:
        return render(request, "site/benchmark.html", {"edition": None})
    questionnaire = questionnaire_by_id(newest_version(CORE).pk)
    language = get_language() or "nl"
    labels = sector_labels(questionnaire, language)
    segments = _segments(edition)
    names = {one.sector: labels.get(one.sector, one.sector) for one in segments if one.sector}
    sectors = sorted(names, key=lambda value: names[value].casefold())
    sizes = [one for one in SIZES if any(one == each.size for each in segments)]
    segment = Segment(
        _known(request.GET.get("sector"), sectors), _known(request.GET.get("grootte"), sizes)
    )
    found = published(peers_in(edition, [segment], None))
    shown = group_shown(found, segment, questionnaire, language)
    return render(
        request,
        "site/benchmark.html",
        {
            "edition": edition,
            "group": group_name(segment, labels),
            "everybody": segment == EVERYBODY,
            "measures": shown.measures,
            "full": any(one.chosen.middle is not None for one in shown.measures),
            # Said once; the few figures of other departments say so themselves.
            "basis": shown.basis,
            "sectors": [
                Choice(one, labels.get(one, one), one == segment.sector) for one in sectors
            ],
            "sizes": [Choice(one, size_name(one), one == segment.size) for one in sizes],
            "licence": LICENCE,
            "licence_url": LICENCE_URL,
        },
    )


@require_safe
@from_replica
def benchmark_csv(request: HttpRequest, edition: str) -> HttpResponse:
    """All groups of an edition as a table."""
    asked = _edition(edition)
    response = HttpResponse(
        as_csv(asked.name, _everything(asked), invented=settings.DEMONSTRATION),
        content_type="text/csv; charset=utf-8",
    )
    response.headers["Content-Disposition"] = f'attachment; filename="benchmark-{asked.name}.csv"'
    return response


@require_safe
@from_replica
def benchmark_json(request: HttpRequest, edition: str) -> HttpResponse:
    """All groups of an edition for programs."""
    asked = _edition(edition)
    return JsonResponse(
        as_json(asked.name, asked.published_on, _everything(asked), invented=settings.DEMONSTRATION)
    )


def _edition(name: str) -> Edition:
    return get_object_or_404(Edition, name=name)


def _segments(edition: Edition) -> list[Segment]:
    shown = EditionFigures.objects.filter(edition=edition, withheld=False)
    found = sorted(set(shown.values_list("sector", "size_class").distinct()))
    return [Segment(sector or None, size or None) for sector, size in found]


def _everything(edition: Edition) -> dict[str, tuple[ShownPeers, ...]]:
    segments = _segments(edition)
    return published(peers_in(edition, segments, None)) if segments else {}


def _known(value: str | None, choices: list[str]) -> str | None:
    """Return a choice that exists; whatever else was asked for means all."""
    return value if value in choices else None
