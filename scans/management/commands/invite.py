"""``manage.py invite ADDRESS --role beheerder``: let somebody make an account."""

from argparse import ArgumentParser

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.core.validators import validate_email
from django.db import transaction
from django.utils import timezone

from scans.models import AccountLink, Role
from scans.services.accounts import KnownAddressError, invite, invite_first
from scans.services.mailing import account_url, queue_account_mail
from scans.tasks import send_mail

FIRST = """\
Er zijn nog geen accounts. Maak het eerste met deze link. Hij werkt één keer, zeven dagen lang;
start je de site opnieuw, dan komt er een nieuwe:
  {url}"""


class Command(BaseCommand):
    """Print a one-time link, and mail it when there is a mail server."""

    help = "Nodigt iemand uit voor het dashboard: toont een link die één keer werkt, 7 dagen lang."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Ask whom, and as what."""
        parser.add_argument("address", metavar="ADRES", nargs="?", help="e-mailadres")
        parser.add_argument("--role", choices=Role.values, default=Role.ADVISEUR.value, help="rol")
        parser.add_argument(
            "--first",
            action="store_true",
            help="toon de link voor het eerste account, zolang er nog geen is",
        )

    def handle(self, *, address: str | None, role: str, first: bool, **options: object) -> None:
        """Invite and say how."""
        if first:
            link = invite_first(moment=timezone.now())
            if link is not None:
                self.stdout.write(FIRST.format(url=account_url(link)))
            return
        try:
            validate_email(address)
        except ValidationError:
            raise CommandError(f"{address or 'Dat'} is geen e-mailadres.") from None
        try:
            self.stdout.write(account_url(_invited(str(address), Role(role))))
        except KnownAddressError:
            raise CommandError(f"Met {address} is er al een account.") from None


@transaction.atomic  # an invitation, its mail and the task that sends it
def _invited(address: str, role: Role) -> AccountLink:
    link = invite(email=address, role=role, by=None, moment=timezone.now())
    if settings.EMAIL_HOST:
        mail_id = queue_account_mail(link=link, address=link.email, language="nl")
        send_mail.enqueue(str(mail_id))
    return link
