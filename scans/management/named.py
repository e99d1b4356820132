"""Organisations and departments as somebody at a terminal names them: by key, or by exact name."""

from collections.abc import Sequence
from contextlib import suppress
from uuid import UUID

from django.core.management.base import CommandError

from scans.content.results_cells import echo
from scans.models import Department, Organisation
from scans.queries.naming import description_of

LISTED = 20
"""More of one name than this are only counted."""


def organisation_by(named: str, said_of: str = "") -> UUID:
    """Return the key of the only organisation that has this key or exactly this name.

    Else exit code 2, with the keys to choose from; the message begins with ``said_of``.
    """
    with suppress(ValueError):
        key = UUID(named)
        if Organisation.objects.filter(pk=key).exists():
            return key
    found = Organisation.objects.filter(name=_text(named)).order_by("pk")
    keys = list(found.values_list("pk", flat=True))
    if len(keys) == 1:
        return keys[0]
    if not keys:
        problem = f"{said_of}{echo(named)} is geen naam of sleutel van een organisatie."
        raise CommandError(problem, returncode=2)
    heading = f"{said_of}{len(keys)} organisaties heten {echo(named)}; geef een van deze sleutels:"
    raise _ambiguous(heading, list(map(str, keys)))


def department_by(named: str, department: str | None) -> UUID:
    """Return the key of the only department that ``named`` can mean.

    That is its own key, or the key or the exact name of its organisation, with ``department`` as
    its exact name where that has more of them. Else exit code 2, with the keys to choose from, each
    with what tells departments apart without saying whose they are.
    """
    with suppress(ValueError):
        key = UUID(named)
        if department is None and Department.objects.filter(pk=key).exists():
            return key
    found = _of_organisation(named)
    if department is not None:
        found = [one for one in found if one.name == _text(department)]
    if len(found) == 1:
        return found[0].pk
    if not found:
        which = echo(named) if department is None else f"{echo(department)} van {echo(named)}"
        problem = f"{which} is geen afdeling of organisatie, met haar sleutel of exacte naam."
        raise CommandError(problem, returncode=2)
    heading = f"{echo(named)} kan {len(found)} afdelingen zijn; geef een van deze sleutels:"
    raise _ambiguous(heading, [f"{one.pk}  {description_of(one)}" for one in found])


def _of_organisation(named: str) -> list[Department]:
    found = Department.objects.select_related("organisation").order_by("pk")
    with suppress(ValueError):
        return list(found.filter(organisation=UUID(named)))
    return list(found.filter(organisation__name=_text(named)))


def _text(given: str) -> str:
    """Return what was given as text; in another encoding it is none to the database."""
    return given.encode(errors="backslashreplace").decode()


def _ambiguous(heading: str, lines: Sequence[str]) -> CommandError:
    more = [f"en nog {len(lines) - LISTED}"] if len(lines) > LISTED else []
    return CommandError("\n".join([heading, *lines[:LISTED], *more]), returncode=2)
