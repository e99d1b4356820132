"""Changing who offers the site and how it looks."""

import hashlib
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from scans.models import Account, Action, HouseStyle
from scans.services import meanwhile
from scans.services.audit import record
from scans.services.logos import Logo

DIGEST_LENGTH = 16


@dataclass(frozen=True, slots=True)
class Sender:
    """Who offers the site, where to reach them, and their colour as ``#rrggbb``."""

    owner_name: str
    contact_name: str
    contact_email: str
    contact_phone: str
    website: str
    accent: str


def seen_in(style: HouseStyle) -> str:
    """Return by what a page remembers which sender it showed."""
    return meanwhile.seen_in(style, Sender.__dataclass_fields__)


@transaction.atomic
def change_style(*, sender: Sender, by: Account, moment: datetime, seen: str = "") -> HouseStyle:
    """Write down who offers the site and in which colour; the logo stays.

    ``seen`` as ``seen_in`` gave it; ``ChangedMeanwhileError`` when it isn't that any more.
    """
    style = _locked()
    meanwhile.refuse_changed(style, Sender.__dataclass_fields__, seen)
    for field in Sender.__dataclass_fields__:
        setattr(style, field, getattr(sender, field))
    record(who=by, what=Action.STYLE_CHANGED, about=style, details=sender.owner_name, moment=moment)
    return _saved(style)


@transaction.atomic
def place_logo(*, logo: Logo, by: Account, moment: datetime) -> HouseStyle:
    """Show this logo from now on."""
    style = _locked()
    style.logo, style.logo_type = logo.data, logo.kind
    style.logo_width, style.logo_height = logo.width, logo.height
    record(who=by, what=Action.LOGO_CHANGED, about=style, details=logo.kind, moment=moment)
    return _saved(style)


@transaction.atomic
def remove_logo(*, by: Account, moment: datetime) -> HouseStyle:
    """Show no logo any more; without one nothing happens."""
    style = _locked()
    if style.logo is None:
        return style
    style.logo, style.logo_type, style.logo_width, style.logo_height = None, "", 0, 0
    record(who=by, what=Action.LOGO_REMOVED, about=style, moment=moment)
    return _saved(style)


def note_change() -> None:
    """Let every process read anew what it keeps of the site, within the caller's transaction."""
    style = _locked()
    style.version += 1
    style.save(update_fields=["version"])


def _locked() -> HouseStyle:
    HouseStyle.objects.bulk_create([HouseStyle()], ignore_conflicts=True)
    return HouseStyle.objects.select_for_update().get(pk=HouseStyle.ONLY)


def _saved(style: HouseStyle) -> HouseStyle:
    style.version += 1
    seen = hashlib.sha256(style.accent.encode() + bytes(style.logo or b""))
    style.digest = seen.hexdigest()[:DIGEST_LENGTH]
    style.save()
    return style
