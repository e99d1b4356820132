"""How good the questions are, per version: nothing about a person or a department."""

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from scans.engine.quality import FIRM_FROM, SHOWN_FROM
from scans.models import Action, Group, QuestionnaireVersion
from scans.queries.quality import snapshots_of
from scans.queries.questionnaires import asked_by_id
from scans.reports.quality import GroupQuality, group_quality
from scans.services.audit import record
from scans.web.adviser.access import account_of
from scans.web.replica import from_replica


@require_safe
@from_replica
def newest(request: HttpRequest) -> HttpResponse:
    """Show the version that was published last."""
    version = _versions().last()
    return _page(request, version)


@require_safe
@from_replica
def version(request: HttpRequest, version_id: int) -> HttpResponse:
    """Show one version."""
    return _page(request, get_object_or_404(_versions(), pk=version_id))


def _versions() -> QuerySet[QuestionnaireVersion]:
    # Figures are made of the core questionnaire; what a module says stands in reports only.
    cores = QuestionnaireVersion.objects.filter(data__kind__isnull=True)
    return cores.defer("source", "data").order_by("published_at", "pk")


def _page(request: HttpRequest, shown: QuestionnaireVersion | None) -> HttpResponse:
    groups: list[GroupQuality] = []
    waiting: list[str] = []
    if shown is not None:
        groups, waiting = _groups(shown)
        record(
            who=account_of(request),
            what=Action.QUALITY_READ,
            moment=timezone.now(),
            about=shown,
            details=str(shown),
        )
    context = {
        "shown": shown,
        "versions": list(_versions().reverse()),
        "groups": groups,
        "waiting": waiting,
        "shown_from": SHOWN_FROM,
        "firm_from": FIRM_FROM,
    }
    return render(request, "adviser/quality.html", context)


def _groups(shown: QuestionnaireVersion) -> tuple[list[GroupQuality], list[str]]:
    """Return the groups with figures, and what the groups are called that have none yet."""
    titles = {Group.TEAM: _("Teams"), Group.CLIENT: _("Interne klanten")}
    kept = snapshots_of(shown.pk)
    found, waiting = [], []
    for group, title in titles.items():
        one = kept.get(group)
        if one is None or one.figures is None or one.computed_on is None:
            waiting.append(title)
            continue
        asked = asked_by_id(shown.pk, group)
        found.append(group_quality(group.value, title, asked, one.figures, one.computed_on))
    return found, waiting
