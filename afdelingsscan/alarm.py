"""``python -m afdelingsscan.alarm UNIT``: mail who manages the site that a unit failed.

systemd calls this (``OnFailure=``). It mails itself rather than by way of the queue, because the
database or the worker may be what is wrong.
"""

import os
import socket
import sys

import django
from django.conf import settings
from django.core.mail import send_mail

TEXT = """\
Op {machine} is {unit} mislukt.

De reden staat in het logboek:
  journalctl -u {unit} --since -1d
"""


def main(arguments: list[str]) -> int:
    """Send the mail and return 0; 1 when there is nobody to send it to, 2 without a unit."""
    if len(arguments) != 1:
        sys.stderr.write("Gebruik: python -m afdelingsscan.alarm UNIT\n")
        return 2
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "afdelingsscan.settings")
    django.setup()
    [unit] = arguments
    if not settings.ALARM_ADDRESS:
        sys.stderr.write(f"{unit} is mislukt, en ALARM_ADDRESS is leeg: niemand krijgt bericht.\n")
        return 1
    send_mail(
        subject=f"Afdelingsscan: {unit} is mislukt",
        message=TEXT.format(machine=socket.gethostname(), unit=unit),
        from_email=None,
        recipient_list=[settings.ALARM_ADDRESS],
    )
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
