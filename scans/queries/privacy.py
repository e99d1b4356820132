"""Who answers for the personal data, who else sees them, and how long they are kept.

All of it comes from the settings. What isn't filled in is empty here: nothing is made up.
"""

from dataclasses import dataclass

from django.conf import settings

from afdelingsscan.retention import Retention

GROUNDS = ("taak", "belang")
"""Why a scan may be processed at all (GDPR, article 6(1)): e, a public task, or f, an interest."""


@dataclass(frozen=True, slots=True)
class Controller:
    """Who decides what the data are for (GDPR, article 4(7)) and how to reach them.

    ``officer`` is the data protection officer; not every controller has one. ``ground`` is one of
    ``GROUNDS``, or empty when nobody chose it or what was written isn't one.
    """

    name: str
    address: str
    contact: str
    officer: str
    ground: str

    @property
    def is_known(self) -> bool:
        """Whether the site may be used by others: they must know who it is and where to turn to."""
        return bool(self.name and self.address and self.contact and self.ground)


@dataclass(frozen=True, slots=True)
class Recipients:
    """Who else comes near the data; an empty text is a party that nobody named.

    ``mails`` says whether mail leaves by another machine, ``reports_errors`` whether error reports
    do. ``outside`` names what goes outside the European Economic Area.
    """

    hosting: str
    mails: bool
    mail: str
    reports_errors: bool
    errors: str
    outside: str

    @property
    def all_named(self) -> bool:
        """Whether each party that is used has a name."""
        return bool(
            self.hosting
            and (self.mail or not self.mails)
            and (self.errors or not self.reports_errors)
        )


@dataclass(frozen=True, slots=True)
class Papers:
    """All that the privacy page is made of; ``backup_days`` is how long backups are kept."""

    controller: Controller
    recipients: Recipients
    terms: Retention
    backup_days: int


def papers() -> Papers:
    """Return what the settings of this site say."""
    return Papers(
        controller=_controller(),
        recipients=_recipients(),
        terms=settings.RETENTION,
        backup_days=settings.BACKUP_KEEP_DAYS,
    )


def _controller() -> Controller:
    ground = settings.PRIVACY_GROUND
    return Controller(
        name=settings.PRIVACY_CONTROLLER,
        address=settings.PRIVACY_ADDRESS,
        contact=settings.PRIVACY_CONTACT,
        officer=settings.PRIVACY_OFFICER,
        ground=ground if ground in GROUNDS else "",
    )


def _recipients() -> Recipients:
    return Recipients(
        hosting=settings.PRIVACY_HOSTING,
        mails=bool(settings.EMAIL_HOST),
        mail=settings.PRIVACY_MAIL,
        reports_errors=bool(settings.SENTRY_DSN),
        errors=settings.PRIVACY_ERRORS,
        outside=settings.PRIVACY_OUTSIDE_EER,
    )


def unnamed() -> list[str]:
    """Return in words what the privacy page must still be told before others use the site."""
    found = papers()
    who, by = found.controller, found.recipients
    needed = {
        "PRIVACY_CONTROLLER (wie verantwoordelijk is)": who.name,
        "PRIVACY_ADDRESS (het postadres)": who.address,
        "PRIVACY_CONTACT (het e-mailadres voor vragen)": who.contact,
        f"PRIVACY_GROUND (de grondslag: {' of '.join(GROUNDS)})": who.ground,
        "PRIVACY_HOSTING (wie de server levert, en in welk land)": by.hosting,
        "PRIVACY_MAIL (wie de mail verstuurt)": by.mail or not by.mails,
        "PRIVACY_ERRORS (wie foutmeldingen krijgt)": by.errors or not by.reports_errors,
    }
    return [name for name, value in needed.items() if not value]
