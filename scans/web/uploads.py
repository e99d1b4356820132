"""No form of this site takes a file."""

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.core.files.uploadhandler import FileUploadHandler, SkipFile


class NoUploads(FileUploadHandler):
    """Leave files out, and refuse a form that is larger than a scan before it is read.

    Django counts the fields of a form in parts, but not its files; without any handler it would
    read those into memory whole.
    """

    def handle_raw_input(
        self,
        input_data: object,
        META: dict[str, str],  # noqa: N803 - the same
        content_length: int,
        boundary: str,
        encoding: str | None = None,
    ) -> None:
        """Refuse what is too large by its own account; no more than that is ever read."""
        most = settings.DATA_UPLOAD_MAX_MEMORY_SIZE
        assert most is not None
        if content_length > most:
            raise RequestDataTooBig("The form is larger than a scan can be.")

    def new_file(self, *args: object, **kwargs: object) -> None:
        """Leave this file out."""
        raise SkipFile
