"""Mail as files, for a site without a mail server: for the eyes of who runs it only."""

import os
import time
import uuid
from pathlib import Path

from django.core.mail.backends import filebased


class EmailBackend(filebased.EmailBackend):
    """Django's file backend, with files that no other user of the machine can read.

    A mail holds an address and a secret link. Each has a file of its own, so that it can be deleted
    without another: by itself Django puts two into one when they are sent within a second.
    """

    _fname: str | None
    file_path: str

    def _get_filename(self) -> str:
        if self._fname is None:
            name = f"{time.strftime('%Y%m%d-%H%M%S')}-{uuid.uuid4()}.log"
            self._fname = str(Path(self.file_path) / name)
        return self._fname

    def open(self) -> bool:
        """Make the file of this mail, private from its first byte."""
        path = self._get_filename()
        os.close(os.open(path, os.O_WRONLY | os.O_CREAT, 0o600))
        return bool(super().open())
