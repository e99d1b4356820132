"""Handing out a PDF that may still have to be made."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.text import slugify

from scans.models import FileKind, ReportFile, Result


@dataclass(frozen=True, slots=True)
class Back:
    """Where somebody goes who can't wait: an address, and what it is called."""

    url: str
    name: str


def hand_out(request: HttpRequest, result: Result, file: ReportFile, back: Back) -> HttpResponse:
    """Return the file, or the page that says that it is being made or failed.

    A script that asks for JSON hears whether it is there (200), on its way (202) or failed
    (503); without a script the page has a button to ask again.
    """
    wants_json = request.headers.get("Accept", "").startswith("application/json")
    if file.content is not None:
        return JsonResponse({"ready": True}) if wants_json else _download(result, file)
    status = 503 if file.failed else 202
    if wants_json:
        return JsonResponse({"ready": False}, status=status)
    template = "report/pdf_failed.html" if file.failed else "report/pdf_pending.html"
    context = {
        "result_url": back.url,
        "back_name": back.name,
        "are_cards": file.kind == FileKind.CARDS,
    }
    return render(request, template, context, status=status)


def _download(result: Result, file: ReportFile) -> HttpResponse:
    department = slugify(result.scan.department.name)[:60] or "afdeling"
    what = "gesprekskaarten" if file.kind == FileKind.CARDS else "afdelingsscan"
    plan = "-plan" if file.kind == FileKind.PLAN else ""
    name = f"{what}-{department}-{result.scan.closed_on}{plan}.pdf"
    return HttpResponse(
        bytes(file.content or b""),
        content_type="application/pdf",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )
