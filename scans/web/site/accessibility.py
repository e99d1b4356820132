"""The accessibility statement: the state of every criterion of WCAG 2.2, and how it was tested."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any, cast

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from scans.content.plain_yaml import parse
from scans.reports.wording import day
from scans.web.surroundings import surroundings_now
from scans.web.texts import in_language

DOCUMENT = Path(__file__).with_name("wcag.yaml")

STATES = {"voldoet": _("voldoet"), "deels": _("voldoet deels"), "nvt": _("niet van toepassing")}

PRINCIPLES = {
    "1": _("Waarneembaar"),
    "2": _("Bedienbaar"),
    "3": _("Begrijpelijk"),
    "4": _("Robuust"),
}


@dataclass(frozen=True, slots=True)
class Proof:
    """What shows the state of criteria: in words, and the tests by their pytest ids."""

    key: str
    text: Mapping[str, str]
    ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Criterion:
    """One success criterion: ``number`` as in WCAG 2.2, ``level`` A or AA, ``state`` of ``STATES``.

    ``users`` says that only people with assistive technology can judge it fully.
    """

    number: str
    level: str
    name: Mapping[str, str]
    state: str
    users: bool
    tests: tuple[str, ...]
    note: Mapping[str, str] | None


@dataclass(frozen=True, slots=True)
class Audit:
    """The whole of what was looked at, and when."""

    audited: date
    proofs: Mapping[str, Proof]
    criteria: Sequence[Criterion]


@cache
def audit() -> Audit:
    """Return the audit as it stands in the document beside this module."""
    data = cast("dict[str, Any]", parse(DOCUMENT.read_text(encoding="utf-8")).data)
    proofs = {key: Proof(key, one["text"], tuple(one["ids"])) for key, one in data["tests"].items()}
    criteria = [
        Criterion(
            number=one["number"],
            level=one["level"],
            name=one["name"],
            state=one["state"],
            users=one["users"],
            tests=tuple(one["tests"]),
            note=one.get("note"),
        )
        for one in data["criteria"]
    ]
    return Audit(date.fromisoformat(data["audited"]), proofs, criteria)


@require_safe
def accessibility(request: HttpRequest) -> HttpResponse:
    """Say how accessible the site is, how that was tested, and what isn't known."""
    found = audit()
    states = [one.state for one in found.criteria]
    context = {
        "audited": day(found.audited),
        "counts": {state: states.count(state) for state in STATES},
        "principles": [
            {
                "title": title,
                "rows": [_row(one, found) for one in found.criteria if one.number[0] == first],
            }
            for first, title in PRINCIPLES.items()
        ],
        "proofs": [
            {"text": in_language(one.text), "ids": one.ids} for one in found.proofs.values()
        ],
        "contact": surroundings_now().house.contact_email or settings.PRIVACY_CONTACT,
    }
    return render(request, "site/accessibility.html", context)


def _row(criterion: Criterion, found: Audit) -> dict[str, object]:
    how = [in_language(found.proofs[key].text) for key in criterion.tests]
    return {
        "number": criterion.number,
        "level": criterion.level,
        "name": in_language(criterion.name),
        "state": STATES[criterion.state],
        "users": criterion.users,
        "note": in_language(criterion.note) if criterion.note else "",
        "how": gettext("Getest: %(how)s.") % {"how": "; ".join(how)} if how else "",
    }
