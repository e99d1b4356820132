"""The one kind of page that takes a file: everywhere else none is even read."""

from collections.abc import Callable
from functools import wraps
from io import BytesIO

from django.core.exceptions import RequestDataTooBig
from django.core.files.uploadedfile import InMemoryUploadedFile, UploadedFile
from django.core.files.uploadhandler import FileUploadHandler
from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt, csrf_protect

View = Callable[..., HttpResponse]

TIMES = 20
"""A request this many times as large as the largest file isn't read at all."""


class LimitedFile(FileUploadHandler):
    """Keep one file in memory up to a size; of a larger one only how large it is.

    The rest of it is read and forgotten: a browser that is hung up on shows no message.
    """

    def __init__(self, most: int) -> None:
        super().__init__()
        self.most = most
        self.content = BytesIO()

    def handle_raw_input(
        self,
        input_data: object,
        META: dict[str, str],  # noqa: N803 - as Django calls it
        content_length: int,
        boundary: str,
        encoding: str | None = None,
    ) -> None:
        """Refuse what nobody chooses by mistake."""
        if content_length > TIMES * self.most:
            raise RequestDataTooBig("The file is far larger than one that is taken.")

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        """Keep a piece, as long as it can still be a file that is taken."""
        if start == 0:  # a second file takes the place of the first
            self.content = BytesIO()
        if start <= self.most:
            self.content.write(raw_data)

    def file_complete(self, file_size: int) -> "UploadedFile[bytes]":
        """Return the file; its size tells whether it is whole."""
        self.content.seek(0)
        return InMemoryUploadedFile(
            self.content,
            self.field_name,
            str(self.file_name),
            str(self.content_type),
            file_size,
            self.charset,
        )


def takes_file(most: int) -> Callable[[View], View]:
    """Let a page take a file of at most ``most`` bytes.

    Where a request comes from is looked at as on every page, but after this decided how its
    file is read: looking reads it.
    """

    def decorate(view: View) -> View:
        checked = csrf_protect(view)

        @csrf_exempt
        @wraps(view)
        def receiving(request: HttpRequest, **kwargs: object) -> HttpResponse:
            request.upload_handlers = [LimitedFile(most)]
            return checked(request, **kwargs)

        return receiving

    return decorate
