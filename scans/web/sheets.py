"""Handing out everything about somebody as a file."""

from django.http import HttpResponse

from scans.reports.sheet import Sheet


def as_file(sheet: Sheet) -> HttpResponse:
    """Return the file to download; its name says nothing about anybody."""
    return HttpResponse(
        sheet.to_json(),
        content_type="application/json",
        headers={"Content-Disposition": 'attachment; filename="afdelingsscan-gegevens.json"'},
    )
