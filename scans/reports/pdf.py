"""HTML becomes PDF, in a process of its own; the only place that knows WeasyPrint.

Nothing of Django is imported here: the process that renders is forked from a small server that
has loaded WeasyPrint and nothing else, gets a string and gives bytes back.
"""

import gc
import multiprocessing
import resource
import signal
import tempfile
from multiprocessing.connection import Connection
from tempfile import TemporaryDirectory
from typing import Any

from scans.reports.pdftags import complete_tags

# Loaded once, by the server from which every rendering process is forked.
PRELOADED = ["scans.reports.pdf", "scans.reports.preload", "weasyprint"]


class ReportError(Exception):
    """A PDF could not be made; the message says why and holds nothing of the report."""


def render_pdf(html: str) -> bytes:
    """Return the tagged PDF (PDF/UA-1) of a document that is complete in itself.

    Only ``data:`` addresses can be used within it; any other raises ``ReportError``.
    """
    import weasyprint  # heavy, and only needed in the process that renders
    from weasyprint.urls import FatalURLFetchingError, URLFetcher

    fetcher = URLFetcher(allowed_protocols={"data"}, fail_on_errors=True)
    try:
        document = weasyprint.HTML(string=html, url_fetcher=fetcher)
        pdf = document.write_pdf(
            pdf_variant="pdf/ua-1", finisher=lambda _document, made: complete_tags(made.objects)
        )
    except FatalURLFetchingError as error:  # a BaseException: nothing else catches it
        raise ReportError("the document asks for something outside itself") from error
    assert isinstance(pdf, bytes)
    return pdf


def make_pdf(html: str, *, seconds: int, memory: int) -> bytes:
    """Return the PDF, made in another process that may take this long and this many bytes.

    ``ReportError`` when it takes more, or when anything else goes wrong there.
    """
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(PRELOADED)
    here, there = context.Pipe()
    # The renderer unpacks fonts into files; whatever becomes of it, they go when this folder goes.
    with TemporaryDirectory(prefix="rapport-") as folder:
        arguments = (there, folder, seconds, memory)
        process = context.Process(target=_render, args=arguments, daemon=True)
        process.start()
        there.close()
        try:
            return _exchange(here, html, seconds)
        finally:
            here.close()
            process.kill()
            process.join()
            process.close()


def _exchange(here: Connection, html: str, seconds: int) -> bytes:
    try:
        here.send_bytes(html.encode())
        if not here.poll(seconds):
            raise ReportError(f"the PDF took more than {seconds} s")
        answer: tuple[str, Any] = here.recv()
    except (EOFError, OSError) as error:
        raise ReportError("the process that makes the PDF stopped") from error
    outcome, value = answer
    if outcome == "pdf" and isinstance(value, bytes):
        return value
    raise ReportError(str(value))


def _render(  # pragma: no cover - runs in another process, where coverage does not look
    there: Connection, folder: str, seconds: int, memory: int
) -> None:
    tempfile.tempdir = folder
    # The parent's signal handlers mean nothing here; a stop is a stop.
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    # A backstop for when the parent, whose clock is stricter, is no longer there.
    resource.setrlimit(resource.RLIMIT_CPU, (seconds + 1, seconds + 2))
    # Looking for garbage takes a quarter of the time, and all of it goes when the process ends.
    gc.disable()
    _answer(there)


def _answer(there: Connection) -> None:
    """Take one document in and give one answer back, whatever happens."""
    try:
        html = there.recv_bytes().decode()
        there.send(("pdf", render_pdf(html)))
    except ReportError as error:
        there.send(("error", str(error)))
    except Exception as error:  # whatever went wrong, the parent must hear of it
        there.send(("error", f"the PDF could not be made: {type(error).__name__}"))
