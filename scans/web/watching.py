"""Seeing what the site does: one line for each request and for each task, by name and by time.

Never a path (it may hold a secret link), a visitor's address, a browser, an argument.
"""

import logging
import re
import secrets
import time
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.core.signals import request_finished
from django.http import HttpRequest, HttpResponse
from django.urls import Resolver404, ResolverMatch, resolve
from django_tasks import TaskResult, TaskResultStatus
from django_tasks.signals import task_finished, task_started

from scans.web.logs import REQUEST_ID, SECRET
from scans.web.metrics import count_request, count_task

request_log = logging.getLogger("scans.request")
task_log = logging.getLogger("scans.task")

HEADER = "X-Request-ID"
WELL_FORMED = re.compile(r"[A-Za-z0-9-]{8,64}")

METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
"""Whatever else somebody calls a method is counted as one."""

OTHER, STATIC, UNKNOWN = "OTHER", "static", "unknown"
"""What stands for another method, and for the name of an address that has none."""

HEALTH = frozenset({"/healthz", "/healthz/live", "/healthz/ready"})

Handler = Callable[[HttpRequest], HttpResponse]


class WatchMiddleware:
    """Give each request a name, and tell how it went; the first of all middleware."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        begin = time.monotonic()
        request_id = _request_id(request)
        REQUEST_ID.set(request_id)
        _let_in(request)
        response = self.get_response(request)
        response.headers[HEADER] = request_id
        _tell(request, response.status_code, time.monotonic() - begin)
        return response


def request_ends(**_kwargs: object) -> None:
    """Forget the name: Django itself still writes about a request that was refused."""
    REQUEST_ID.set("")


def _request_id(request: HttpRequest) -> str:
    """Return the name that the front gave, if it did and it can be nothing else; or a new one."""
    given = request.headers.get(HEADER, "") if settings.BEHIND_PROXY else ""
    if WELL_FORMED.fullmatch(given) and not SECRET.search(given):
        return given
    return secrets.token_hex(8)


def _let_in(request: HttpRequest) -> None:
    """Let a load balancer ask how we are: it knows a machine by its number, not by its name."""
    if request.path_info in HEALTH:
        known = next(iter(settings.ALLOWED_HOSTS), "localhost")
        request.META["HTTP_HOST"] = known.replace("*", "localhost").removeprefix(".")


def _tell(request: HttpRequest, status: int, seconds: float) -> None:
    method = request.method if request.method in METHODS else OTHER
    route = route_of(request)
    facts = {"method": method, "route": route, "status": status, "ms": round(seconds * 1000)}
    count_request(route=route, method=method, status=status, seconds=seconds)
    request_log.info("%s %s %s", method, route, status, extra={"facts": facts})


def route_of(request: HttpRequest) -> str:
    """Return the name of the address: one of the names in the URLconf, or one that stands in."""
    match = request.resolver_match or _match(request.path_info)
    if match is not None:
        return match.view_name
    return STATIC if request.path_info.startswith(settings.STATIC_URL) else UNKNOWN


def _match(path: str) -> ResolverMatch | None:
    try:
        return resolve(path)
    except Resolver404:
        return None


_begun: dict[str, float] = {}


def task_begins(task_result: TaskResult[Any], **_kwargs: object) -> None:
    """Name the task, so that each line that it logs can be found by it."""
    REQUEST_ID.set(task_result.id)
    _begun[task_result.id] = time.monotonic()


def task_ends(task_result: TaskResult[Any], **_kwargs: object) -> None:
    """Tell how a task went."""
    seconds = time.monotonic() - _begun.pop(task_result.id, time.monotonic())
    name = task_result.task.name
    failed = task_result.status == TaskResultStatus.FAILED
    outcome = "failed" if failed else "done"
    facts = {"task": name, "outcome": outcome, "ms": round(seconds * 1000)}
    count_task(task=name, outcome=outcome, seconds=seconds)
    task_log.info("%s %s", name, outcome, extra={"facts": facts})
    REQUEST_ID.set("")


def watch() -> None:
    """Hear of the end of every request, and of every task that this process does."""
    request_finished.connect(request_ends, dispatch_uid="watch")
    task_started.connect(task_begins, dispatch_uid="watch")
    task_finished.connect(task_ends, dispatch_uid="watch")
