"""Mail as files, for a site without a mail server: for the eyes of who runs it only."""

import os

from django.core.mail.backends import filebased


class EmailBackend(filebased.EmailBackend):
    """Django's file backend, with files that no other user of the machine can read.

    A mail holds an address and a secret link.
    """

    def open(self) -> bool:
        """Make the file of this mail, private from its first byte."""
        path = self._get_filename()  # type: ignore[attr-defined]  # not in the stubs
        os.close(os.open(path, os.O_WRONLY | os.O_CREAT, 0o600))
        return bool(super().open())
