"""Everything that is kept of one respondent, by their own link: to read, to print and as a file."""

from datetime import timedelta

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from scans.reports.sheet import Fact, Sheet, section
from scans.web.respondent.overview import overview_of
from scans.web.respondent.visit import Visit, visit_of
from scans.web.sheets import as_file


@require_safe
def page(request: HttpRequest, token: str) -> HttpResponse:
    """Show it."""
    context = {
        "sheet": _sheet(visit_of(token)),
        "back_url": reverse("answer", kwargs={"token": token}),
        "file_url": reverse("answer_data_file", kwargs={"token": token}),
    }
    return render(request, "personal/page.html", context)


@require_safe
def file(request: HttpRequest, token: str) -> HttpResponse:
    """Hand it out for a program."""
    return as_file(_sheet(visit_of(token)))


def _sheet(visit: Visit) -> Sheet:
    scan, response = visit.scan, visit.response
    kept = timedelta(days=settings.RETENTION.answers_days)
    about = [
        Fact("organisation", _("Organisatie"), scan.department.organisation.name),
        Fact("department", _("Afdeling"), scan.department.name),
        Fact("group", _("In welke rol"), response.group),
        Fact("sent", _("Verstuurd"), response.sent),
        Fact("link_mails", _("Hoe vaak je link is gemaild"), response.mails_sent),
        Fact("closed_on", _("Ronde gesloten op"), scan.closed_on),
        Fact("kept_until", _("Bewaard tot"), scan.closed_on + kept if scan.closed_on else None),
    ]
    answers = response.answers
    overview = overview_of(visit.questionnaire, answers, predicts=visit.predicts)
    lines = [line for part in overview.parts for line in part.lines if line.code in answers]
    return Sheet(
        about="respondent",
        made_on=visit.today,
        sections=(
            section("response", _("Wat we van je weten"), about),
            section(
                "answers",
                _("Je antwoorden"),
                *(
                    [
                        Fact("code", _("Code"), line.code),
                        Fact("question", _("Vraag"), line.question),
                        Fact("answer", _("Antwoord"), line.answer),
                        Fact("value", _("Waarde"), answers[line.code]),
                    ]
                    for line in lines
                ),
            ),
        ),
    )
