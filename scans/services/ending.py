"""The mail that says that a scan will be deleted, and how to keep it."""

from datetime import date
from uuid import UUID

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from scans.models import Owner
from scans.services.mailing import compose, queue_mail


def queue_ending_mail(*, owner: Owner, address: str, until: date) -> UUID:
    """Seal a mail that all of a department will be deleted for the worker; return its key.

    ``until`` is the day on which that happens. It names no department: it may be read by others.
    """
    with translation.override(owner.language):
        context = {
            "until": until,
            "months": settings.RETENTION.results_months,
            "url": f"{settings.SITE_URL}/scan/{owner.token}/langer-bewaren/",
        }
        mail = compose("ending", address, _("We wissen binnenkort je scan"), context)
    return queue_mail(mail)
