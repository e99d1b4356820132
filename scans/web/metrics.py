"""What is counted, for Prometheus; only where ``METRICS_PORT`` is set.

Labels are names that stand in the code: never a path, a link or a person, and so never more than
there are addresses and tasks.
"""

import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.utils import timezone
from prometheus_client import CollectorRegistry, Counter, Histogram, start_http_server
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.multiprocess import MultiProcessCollector
from prometheus_client.registry import Collector

from afdelingsscan.measuring import VARIABLE, counting_processes
from scans.queries.working import mails_waiting, open_rounds, work_at
from scans.tasks import housekeep, send_mail
from scans.web.checks import CHECKS, Findings, disk, examine

OF_THIS_PROCESS = CollectorRegistry()

REQUESTS = Counter(
    "afdelingsscan_requests",
    "Requests by name of the address, method and class of the status.",
    ["route", "method", "status"],
    registry=OF_THIS_PROCESS,
)
REQUEST_SECONDS = Histogram(
    "afdelingsscan_request_seconds",
    "Seconds until the answer, by name of the address.",
    ["route"],
    buckets=(0.025, 0.1, 0.25, 0.5, 1, 2.5, 10),
    registry=OF_THIS_PROCESS,
)
TASKS = Counter(
    "afdelingsscan_tasks",
    "Tasks by name and outcome.",
    ["task", "outcome"],
    registry=OF_THIS_PROCESS,
)
TASK_SECONDS = Histogram(
    "afdelingsscan_task_seconds",
    "Seconds that a task took, by name.",
    ["task"],
    buckets=(0.1, 0.5, 1, 5, 15, 60),
    registry=OF_THIS_PROCESS,
)


def count_request(*, route: str, method: str, status: int, seconds: float) -> None:
    """Count one request."""
    if settings.METRICS_PORT:
        REQUESTS.labels(route, method, f"{status // 100}xx").inc()
        REQUEST_SECONDS.labels(route).observe(seconds)


def count_task(*, task: str, outcome: str, seconds: float) -> None:
    """Count one task."""
    if settings.METRICS_PORT:
        TASKS.labels(task, outcome).inc()
        TASK_SECONDS.labels(task).observe(seconds)


class SiteCollector(Collector):
    """How the site is at this moment: checks, queue, and the processes of this machine."""

    def collect(self) -> Iterator[GaugeMetricFamily]:
        """Ask, each time that somebody asks us."""
        info = GaugeMetricFamily("afdelingsscan_info", "The version.", labels=["version"])
        info.add_metric([settings.VERSION], 1)
        yield info
        yield from _checks(examine(CHECKS, timezone.now()) | disk())
        yield from _counts()
        yield from _processes(Path(os.environ[VARIABLE]))


def _checks(found: Findings) -> Iterator[GaugeMetricFamily]:
    well = GaugeMetricFamily("afdelingsscan_check_ok", "1 when well, else 0.", labels=["check"])
    age = GaugeMetricFamily(
        "afdelingsscan_check_seconds", "Age of what the check is about.", labels=["check"]
    )
    for name, finding in found.items():
        well.add_metric([name], finding.ok)
        if finding.seconds is not None:
            age.add_metric([name], finding.seconds)
    yield well
    yield age


def _counts() -> Iterator[GaugeMetricFamily]:
    seen: dict[tuple[str, str], int] = {}

    def count(moment: object) -> Findings:
        now = timezone.now()
        work = work_at(now, housekeeping=housekeep.module_path, mail=send_mail.module_path)
        seen["queue_tasks", "Tasks that a worker could take."] = work.due
        seen["queue_seconds", "How long the first of them could have been taken."] = (
            work.due_seconds
        )
        seen["tasks_failed", "Tasks of the last day that failed for good."] = work.failed
        seen["mails", "Mails that haven't left."] = mails_waiting()
        seen["rounds_open", "Rounds in which answers can be given."] = open_rounds()
        return {}

    # Apart from the checks: counting much may take long, and that is no fault of the database.
    examine((count,), timezone.now())
    for (name, meaning), value in seen.items():
        yield GaugeMetricFamily(f"afdelingsscan_{name}", meaning, value=value)


def _processes(folder: Path) -> Iterator[GaugeMetricFamily]:
    sizes = [
        size for size in map(_memory, {one for one, _path in counting_processes(folder)}) if size
    ]
    yield GaugeMetricFamily(
        "afdelingsscan_processes", "Processes of this machine that counted.", value=len(sizes)
    )
    yield GaugeMetricFamily(
        "afdelingsscan_memory_bytes", "What those have in memory together.", value=sum(sizes)
    )


def _memory(number: int) -> int:
    """Return the bytes that a process has in memory, 0 when it lives no more."""
    try:
        pages = Path(f"/proc/{number}/statm").read_text().split()[1]
    except OSError:
        return 0
    return int(pages) * os.sysconf("SC_PAGE_SIZE")


@contextmanager
def serving(host: str, port: int) -> Iterator[None]:
    """Answer Prometheus meanwhile, about all processes of this machine."""
    registry = CollectorRegistry()
    registry.register(SiteCollector())
    MultiProcessCollector(registry)  # type: ignore[no-untyped-call]  # it carries no types
    server, thread = start_http_server(port, addr=host, registry=registry)
    try:
        yield
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def serve_for_good(host: str, port: int) -> None:
    """Answer Prometheus until the process is told to stop."""
    with serving(host, port):
        threading.Event().wait()
