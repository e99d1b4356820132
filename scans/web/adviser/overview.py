"""The first page of the dashboard: what comes in, what waits, and whether all goes on by itself."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from scans.engine.breakoff import Stage
from scans.queries.backups import backup_state
from scans.queries.health import health_at
from scans.queries.overview import SENT, Period, Step, totals, trend, where_people_stop
from scans.queries.questionnaires import CORE, newest_version, questionnaire_by_id
from scans.queries.waiting import what_waits
from scans.reports.charts import percent
from scans.reports.trendcharts import TrendChart, trend_chart
from scans.tasks import housekeep, send_mail
from scans.web.adviser.access import account_of
from scans.web.adviser.navigation import sections_for
from scans.web.replica import from_replica


@dataclass(frozen=True, slots=True)
class Trend:
    """One count over the periods."""

    key: str
    title: str
    total: int
    chart: TrendChart


@dataclass(frozen=True, slots=True)
class StageShown:
    """How far people came at one step, as a share of those who started."""

    title: str
    length: str
    share: int
    stopped: int | None


@require_safe
@from_replica
def overview(request: HttpRequest) -> HttpResponse:
    """Show what came in and what waits."""
    today, moment = timezone.localdate(), timezone.now()
    step = Step.MONTH if request.GET.get("per") == Step.MONTH else Step.WEEK
    periods = trend(step, today)
    here = [one for one in sections_for(account_of(request)) if one.url_name != "dashboard"]
    context = {
        "elsewhere": here,
        "totals": totals(),
        "by_month": step is Step.MONTH,
        "now": periods[-1],
        "before": periods[-2],
        "periods": periods[::-1],
        "trends": _trends(periods),
        "waiting": what_waits(today),
        "health": health_at(moment, housekeeping=housekeep.module_path, mail=send_mail.module_path),
        "backup": backup_state(moment),
        **_stopping(),
    }
    return render(request, "adviser/overview.html", context)


def _trends(periods: list[Period]) -> list[Trend]:
    counts = [
        ("gestart", _("Scans gestart"), [one.started for one in periods]),
        ("afgerond", _("Scans afgerond"), [one.finished for one in periods]),
        ("personen", _("Teamleden in die resultaten"), [one.persons for one in periods]),
    ]
    return [Trend(key, title, sum(values), trend_chart(values)) for key, title, values in counts]


def _stopping() -> dict[str, object]:
    found = where_people_stop()
    if found is None:
        return {"people": None, "stages": []}
    started, stages = found
    titles = _titles()
    return {"people": started, "stages": [_stage(one, started, titles) for one in stages]}


def _stage(stage: Stage, started: int, titles: Mapping[str, str]) -> StageShown:
    share = 100 * stage.reached / started
    # A step of an earlier version can have another name, which nobody sees any more.
    title = titles.get(stage.key, stage.key)
    return StageShown(title, percent(share), round(share), stage.stopped)


def _titles() -> dict[str, str]:
    questionnaire = questionnaire_by_id(newest_version(CORE).pk)
    language = get_language() or "nl"
    titles = {one.key: one.title[language] for one in questionnaire.themes}
    role = questionnaire.role
    return {**titles, role.key: role.title[language], SENT: _("Verstuurd")}
