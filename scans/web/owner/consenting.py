"""What the aanvrager allows: scores in the benchmark, being known to the adviseur; and whose e-mail address it is."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from scans.services.benchmarking import set_benchmark_consent
from scans.services.consenting import set_contact_consent
from scans.services.owners import confirm_address
from scans.web.access import confirming_for
from scans.web.owner.overview import visit_for

YES, NO = "ja", "nee"


@require_http_methods(["GET", "HEAD", "POST"])
def benchmark(request: HttpRequest, token: str) -> HttpResponse:
    """Say what counts and who sees it; give or withdraw consent when a button is pressed."""
    today = timezone.localdate()
    visit = visit_for(token, today)
    choice = request.POST.get("meetellen")
    if choice in {YES, NO}:
        set_benchmark_consent(department=visit.owner.department, agreed=choice == YES, today=today)
        return redirect("owner", token=token)
    unclear = request.method == "POST"
    shown = {"visit": visit, "unclear": unclear}
    return render(request, "owner/benchmark.html", shown, status=422 if unclear else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def contact(request: HttpRequest, token: str) -> HttpResponse:
    """Say what the adviseur sees; give or withdraw consent when a button is pressed."""
    today = timezone.localdate()
    visit = visit_for(token, today)
    choice = request.POST.get("contact")
    if choice in {YES, NO}:
        set_contact_consent(
            department_id=visit.owner.department_id, agreed=choice == YES, today=today
        )
        return redirect("owner", token=token)
    unclear = request.method == "POST"
    shown = {"visit": visit, "unclear": unclear}
    return render(request, "owner/contact.html", shown, status=422 if unclear else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def confirm(request: HttpRequest, token: str) -> HttpResponse:
    """Confirm an e-mail address by a button: what opens links in a mail by itself does nothing."""
    owner = confirming_for(token)
    if request.method == "POST":
        confirm_address(owner=owner)
        return redirect("confirm", token=token)
    return render(request, "owner/confirm.html", {"confirmed": owner.address_confirmed})
