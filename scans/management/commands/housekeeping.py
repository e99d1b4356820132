"""``manage.py housekeeping``: what has to happen by itself as days go by, now."""

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from scans.tasks import keep_house

WORDS = {
    "answers": "Losse antwoorden gewist: van {} personen.",
    "unfinished scans": "Nooit verstuurde scans gewist: {}.",
    "warnings": "Afdelingen gewaarschuwd dat hun scan wordt gewist: {}.",
    "departments": "Afdelingen waarvan de termijn voorbij is, gewist: {}.",
    "subscriptions": "Onbevestigde aanmeldingen voor de nieuwsbrief gewist: {}.",
    "contact requests": "Aanvragen voor een gesprek gewist: {}.",
    "mails": "Mails die nooit vertrokken, gewist: {}.",
    "mail files": "Mails in bestanden gewist: {}.",
    "backups": "Te oude backups gewist: {}.",
    "audit records": "Regels van het logboek gewist: {}.",
    "accounts": "Uitgezette accounts gewist: {}.",
}
"""What is said of each chore that deletes or warns; of the others there is nothing to tell."""


FAILED = "Niet alles is opgeruimd: {error}. Het logboek noemt welke taak mislukte; de andere zijn gedaan."


class Command(BaseCommand):
    """Close rounds whose last day has passed, and delete what was kept long enough."""

    help = "Sluit rondes waarvan de laatste dag voorbij is en wist wat lang genoeg is bewaard."

    def handle(self, *_: object, **options: object) -> None:
        """Do it and say what was deleted."""
        try:
            done = keep_house(today=timezone.localdate(), moment=timezone.now())
        except Exception as error:
            # Python would print what it says, past the filters of the log: it may be a row.
            raise CommandError(FAILED.format(error=type(error).__name__)) from None
        for name, words in WORDS.items():
            self.stdout.write(words.format(done[name]))
