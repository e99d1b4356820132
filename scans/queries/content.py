"""Reading what the adviseur added to the site."""

from dataclasses import dataclass

from django.db.models import Count, Q

from scans.engine.colour import shades_of
from scans.engine.offer import House, LogoFacts, Tip
from scans.models import ContactRequest, HouseStyle, ReadingTip, Subscriber, TipKind

MOST_TIPS = 500
"""As many as a process keeps; of more, the newest."""


@dataclass(frozen=True, slots=True)
class Surroundings:
    """All that pages show around a result, as of one version of it."""

    version: int
    house: House
    tips: tuple[Tip, ...]


NOTHING = Surroundings(0, House(), ())
"""Of a site where nobody added anything."""


def surroundings_version() -> int:
    """Return which version of the surroundings is in force; 0 as long as there is nothing."""
    found = HouseStyle.objects.filter(pk=HouseStyle.ONLY).values_list("version", flat=True)
    return found.first() or 0


def surroundings() -> Surroundings:
    """Return what is in force now, without the logo itself."""
    style = HouseStyle.objects.filter(pk=HouseStyle.ONLY).defer("logo").first()
    if style is None:
        return NOTHING
    tips = tuple(_tip(one) for one in ReadingTip.objects.order_by("-pk")[:MOST_TIPS])
    return Surroundings(style.version, house_of(style), tips)


def house_of(style: HouseStyle) -> House:
    """Return a house style as pages use it."""
    logo = (
        LogoFacts(style.logo_type, style.logo_width, style.logo_height) if style.logo_type else None
    )
    return House(
        owner_name=style.owner_name,
        contact_name=style.contact_name,
        contact_email=style.contact_email,
        contact_phone=style.contact_phone,
        website=style.website,
        shades=shades_of(style.accent),
        logo=logo,
        digest=style.digest,
    )


def house_style() -> HouseStyle:
    """Return the row itself; before it was ever saved, one as it would begin."""
    return HouseStyle.objects.filter(pk=HouseStyle.ONLY).first() or HouseStyle()


def logo_bytes() -> bytes | None:
    """Return the logo itself."""
    found = HouseStyle.objects.filter(pk=HouseStyle.ONLY).values_list("logo", flat=True).first()
    return None if found is None else bytes(found)


def _tip(row: ReadingTip) -> Tip:
    return Tip(
        is_event=row.kind == TipKind.EVENT,
        title=row.title,
        url=row.url,
        language=row.language,
        day=row.day,
        themes=frozenset(row.themes),
        levels=frozenset(row.levels),
    )


def tips_before(pk: int | None, most: int) -> tuple[list[ReadingTip], bool]:
    """Return so many tips from before this one, newest first, and whether there are older."""
    tips = ReadingTip.objects.order_by("-pk")
    if pk is not None:
        tips = tips.filter(pk__lt=pk)
    found = list(tips[: most + 1])
    return found[:most], len(found) > most


def requests_from(skip: int, most: int, *, handled: bool) -> tuple[list[ContactRequest], bool]:
    """Return so many requests that wait (or were handled), newest first, and whether there are more."""
    order = ("-handled_at", "pk") if handled else ("-asked_on", "pk")
    found = list(
        ContactRequest.objects.filter(handled_at__isnull=not handled)
        .select_related("department__organisation", "handled_by")
        .order_by(*order)[skip : skip + most + 1]
    )
    return found[:most], len(found) > most


def waiting_requests() -> int:
    """Return how many requests wait for an answer."""
    return ContactRequest.objects.filter(handled_at=None).count()


@dataclass(frozen=True, slots=True)
class Subscriptions:
    """How many are on the list of the newsletter, and how many didn't confirm yet."""

    confirmed: int
    waiting: int


def subscriptions() -> Subscriptions:
    """Count who is on the list."""
    counted = Subscriber.objects.aggregate(
        confirmed=Count("pk", filter=Q(confirmed_at__isnull=False)),
        waiting=Count("pk", filter=Q(confirmed_at__isnull=True)),
    )
    return Subscriptions(**counted)
