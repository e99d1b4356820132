"""Earlier results into the benchmark: first a look at what a file would change, then the same file."""

from io import BytesIO

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST

from scans.content.results_file import ResultRow, ResultsFileError, read_results
from scans.queries.questionnaires import CORE, newest_version, questionnaire_by_id
from scans.reports.peerwords import sector_labels
from scans.services.advising import import_as
from scans.services.checked_files import checked_file, forget_checked, keep_checked
from scans.services.import_lock import ImportRunningError
from scans.services.importing import Imported, import_results
from scans.web.adviser.access import account_of
from scans.web.adviser.receiving import takes_file
from scans.web.adviser.signing import CONFLICT, DONE, METHODS, UNPROCESSABLE

MEBIBYTE = 1 << 20
LARGEST = 2 * MEBIBYTE
"""About twenty thousand results; the command takes any number."""

SIGNATURES = {
    b"\x89PNG": _("Dit is een afbeelding (PNG), geen CSV-bestand."),
    b"\xff\xd8\xff": _("Dit is een afbeelding (JPEG), geen CSV-bestand."),
    b"PK\x03\x04": _("Dit is een Excel-bestand of een zip. Bewaar het werkblad als CSV (UTF-8)."),
    b"\xd0\xcf\x11\xe0": _("Dit is een oud Excel-bestand. Bewaar het werkblad als CSV (UTF-8)."),
    b"%PDF": _("Dit is een PDF, geen CSV-bestand."),
}
"""What people choose by mistake, by its first bytes; whatever else isn't text is refused too."""


class FileForm(forms.Form):
    """A file with earlier results."""

    file = forms.FileField(
        label=_("CSV-bestand"),
        allow_empty_file=True,  # that is said with the line, like all other problems
        widget=forms.FileInput(attrs={"accept": ".csv,text/csv,text/plain"}),
        help_text=_("Hoogstens 2 MB. We kijken het eerst alleen na."),
        error_messages={
            "required": _("Kies een bestand."),
            "invalid": _("Kies een bestand."),
        },
    )

    def clean_file(self) -> bytes:
        """Return what is in the file."""
        file: UploadedFile[bytes] = self.cleaned_data["file"]
        if (file.size or 0) > LARGEST:
            raise forms.ValidationError(
                _("Dit bestand is te groot: hoogstens 2 MB. Verdeel het in kleinere bestanden.")
            )
        content: bytes = file.read()
        for signature, refusal in SIGNATURES.items():
            if content.startswith(signature):
                raise forms.ValidationError(refusal)
        return content


COUNTED = ("added", "changed", "unchanged")
"""What is told of an import, in the order in which the address of the page after it holds it."""

LONGEST_COUNT = 8
"""Digits of a count in that address: anything longer isn't ours."""


KEPT = "bestand"
"""The field that names a file that was kept: its digest."""


@require_http_methods(METHODS)
@takes_file(LARGEST)
def check(request: HttpRequest) -> HttpResponse:
    """Look at a file and say what importing it would change, or all that is wrong with it.

    A file that was chosen while another import went on needn't be chosen again.
    """
    if request.method != "POST":
        return _page(request, FileForm())
    if digest := request.POST.get(KEPT, ""):
        content = checked_file(digest, by=account_of(request))
        return _gone(request) if content is None else _look(request, FileForm({}), content)
    form = FileForm(request.POST, request.FILES)
    if not form.is_valid():
        return _page(request, form)
    return _look(request, form, form.cleaned_data["file"])


def _look(request: HttpRequest, form: FileForm, content: bytes) -> HttpResponse:
    try:
        imported = import_results(_rows(content), today=timezone.localdate(), dry_run=True)
    except ResultsFileError as error:
        return _refused(request, form, error)
    except ImportRunningError:
        return _busy(request, content, "desk_import")
    digest = keep_checked(content, by=account_of(request))
    context = {"imported": imported, "digest": digest}
    return render(request, "adviser/import_check.html", context)


@require_POST
def confirm(request: HttpRequest) -> HttpResponse:
    """Import the file that was looked at, the very same bytes."""
    me, digest = account_of(request), request.POST.get(KEPT, "")
    content = checked_file(digest, by=me)
    if content is None:
        return _gone(request)
    try:
        imported = import_as(
            rows=_rows(content),
            digest=digest,
            by=me,
            today=timezone.localdate(),
            moment=timezone.now(),
        )
    except ResultsFileError as error:  # a sector that a newer questionnaire doesn't have
        return _refused(request, FileForm({}), error)
    except ImportRunningError:
        return _busy(request, content, "desk_import_now")
    forget_checked(digest, by=me)
    return redirect(f"{reverse('desk_import')}?{DONE}={_told(imported)}")


def _gone(request: HttpRequest) -> HttpResponse:
    form = FileForm({})
    form.errors.clear()
    form.add_error(
        "file", _("Dit bestand hebben we niet meer: er is niets ingelezen. Kies het opnieuw.")
    )
    return _page(request, form)


def _busy(request: HttpRequest, content: bytes, url_name: str) -> HttpResponse:
    """Say that another import goes on; the same step can be asked for again with one press."""
    digest = keep_checked(content, by=account_of(request))
    context = {"digest": digest, "again": reverse(url_name)}
    return render(request, "adviser/import_busy.html", context, status=CONFLICT)


def _rows(content: bytes) -> list[ResultRow]:
    questionnaire = questionnaire_by_id(newest_version(CORE).pk)
    sectors = sector_labels(questionnaire, "nl")
    return list(read_results(BytesIO(content), sectors=sectors, today=timezone.localdate()))


def _told(imported: Imported) -> str:
    return f"{imported.added}-{imported.changed}-{imported.unchanged}"


def _refused(request: HttpRequest, form: FileForm, error: ResultsFileError) -> HttpResponse:
    form.errors.clear()
    form.add_error("file", _("Er is niets ingelezen: er klopt iets niet in dit bestand."))
    return _page(request, form, error)


def _page(
    request: HttpRequest, form: FileForm, error: ResultsFileError | None = None
) -> HttpResponse:
    context: dict[str, object] = {"form": form, "done": _done(request.GET.get(DONE, ""))}
    if error is not None:
        context |= {
            "problems": error.problems,
            "more": error.total - len(error.problems),
        }
    status = UNPROCESSABLE if form.errors else 200
    return render(request, "adviser/import.html", context, status=status)


def _done(told: str) -> dict[str, int] | None:
    """Return what an import changed, as the page after it says; ``None`` for anything else."""
    parts = told.split("-")
    readable = all(one.isdecimal() and len(one) <= LONGEST_COUNT for one in parts)
    if len(parts) != len(COUNTED) or not readable:
        return None
    return dict(zip(COUNTED, map(int, parts), strict=True))
