"""What monitoring and load balancers ask: names, states and ages, nothing about anybody."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from scans.web.checks import CHECKS, Findings, disk, examine, migrations


@require_safe
def healthz(request: HttpRequest) -> HttpResponse:
    """Say whether all is well (200), or what isn't (503)."""
    return _answer(examine(CHECKS, timezone.now()) | disk())


@require_safe
def ready(request: HttpRequest) -> HttpResponse:
    """Say whether this process can answer visitors: for who sends them here."""
    return _answer(examine((migrations,), timezone.now()))


@require_safe
def live(request: HttpRequest) -> HttpResponse:
    """Say that this process answers; whether it must be started again."""
    return _answer({})


def _answer(found: Findings) -> HttpResponse:
    failed = [name for name, finding in found.items() if not finding.ok]
    checks = {
        name: {"ok": finding.ok} | ({} if finding.seconds is None else {"seconds": finding.seconds})
        for name, finding in found.items()
    }
    body = {"status": "failing" if failed else "ok", "failed": failed, "checks": checks}
    return JsonResponse(body, status=503 if failed else 200)
