"""When nothing can be answered any more: it was sent, or the round is closed."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from scans.web.access import result_path
from scans.web.respondent.visit import Audience, Visit


def outcome_path(visit: Visit) -> str:
    """Return where somebody goes who is done: to the result, or to what becomes of it."""
    if visit.audience == Audience.ALONE:
        return result_path(visit.scan)
    return reverse("answer", kwargs={"token": visit.token})


def no_longer_open(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Bring a reader to the outcome; tell whoever tried to change something that nothing changed."""
    if request.method != "POST":
        return redirect(outcome_path(visit))
    context = {"visit": visit, "url": outcome_path(visit)}
    return render(request, "respondent/closed.html", context, status=409)


def nothing_saved(visit: Visit) -> JsonResponse:
    """Tell a script that nothing was kept, why, and where its page has to go."""
    if visit.response.sent:
        message = _("Deze scan is al verstuurd. Er is niets veranderd.")
    else:
        message = _("De ronde is gesloten. Er is niets veranderd.")
    url = reverse("answer", kwargs={"token": visit.token})
    return JsonResponse({"message": message, "url": url}, status=409)
