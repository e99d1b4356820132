"""The few forms of the dashboard that take a file: one, small, and never on disk."""

from collections.abc import Callable
from functools import wraps
from io import BytesIO

from django.core.exceptions import RequestDataTooBig
from django.core.files.uploadedfile import InMemoryUploadedFile
from django.core.files.uploadhandler import FileUploadHandler
from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt, csrf_protect

View = Callable[..., HttpResponse]

AROUND = 64 * 1024
"""What a form has besides its file."""


class SmallFile(FileUploadHandler):
    """Take a file up to a size; what is larger is refused before it is read."""

    def __init__(self, most: int) -> None:
        super().__init__()
        self.most = most
        self.content = BytesIO()

    def handle_raw_input(
        self,
        input_data: object,
        META: dict[str, str],  # noqa: N803 - what Django calls it
        content_length: int,
        boundary: str,
        encoding: str | None = None,
    ) -> None:
        """Refuse what is too large by its own account; no more than that is ever read."""
        if content_length > self.most + AROUND:
            raise RequestDataTooBig("The file is larger than what it is for can be.")

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        """Keep it."""
        self.content.write(raw_data)

    def file_complete(self, file_size: int) -> InMemoryUploadedFile:
        """Return the file, and be ready for the next."""
        content, self.content = self.content, BytesIO()
        content.seek(0)
        return InMemoryUploadedFile(
            content, self.field_name, self.file_name, self.content_type, file_size, self.charset
        )


def takes_file(most: int) -> Callable[[View], View]:
    """Let a view take a file of at most so many bytes.

    Proof of origin is asked for all the same, but only once the form can be read with its file.
    """

    def decorate(view: View) -> View:
        guarded = csrf_protect(view)

        @csrf_exempt
        @wraps(view)
        def taking(request: HttpRequest, **kwargs: object) -> HttpResponse:
            request.upload_handlers = [SmallFile(most)]
            return guarded(request, **kwargs)

        return taking

    return decorate
