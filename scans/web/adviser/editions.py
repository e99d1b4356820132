"""The benchmark as the adviseur looks after it: its editions, the next one, and who is left out."""

from dataclasses import dataclass
from uuid import UUID

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from scans.engine.peers import SIZES, Segment
from scans.engine.questionnaire import Questionnaire
from scans.models import Department, Edition
from scans.queries.benchmark import current_edition, peers_in
from scans.queries.editions import editions_with_counts, excluded_after, lines_of
from scans.queries.naming import name_for_adviser
from scans.queries.questionnaires import CORE, newest_version, questionnaire_by_id
from scans.reports.editiondesk import (
    Preview,
    group_rows,
    preview_of,
    reasons_of,
    size_titles,
)
from scans.reports.openfigures import group_shown, measure_names, published
from scans.reports.peerwords import group_name, sector_labels
from scans.services.advising import TakenNameError, check_name, publish_as
from scans.services.editions import (
    EditionNameError,
    NothingToPublishError,
    preview_edition,
)
from scans.web.adviser.access import account_of
from scans.web.adviser.signing import DONE, METHODS, UNPROCESSABLE

EXCLUDED_FIRST = 5
EXCLUDED_ON_A_PAGE = 50

BAD_NAME = _(
    "Deze naam kan niet. Neem 1 tot en met 20 tekens uit a-z, 0-9 en -, en begin niet met een "
    "streepje. Bijvoorbeeld: 2026-11."
)
TAKEN_NAME = _("Er is al een editie met deze naam. Kies een andere.")
NOTHING = _("Er is nog geen groep die groot genoeg is. Er is niets gepubliceerd.")


class NameForm(forms.Form):
    """What the next edition is called."""

    name = forms.CharField(
        label=_("Naam van de editie"),
        max_length=200,
        help_text=_("Meestal jaar en maand. Deze naam staat in adressen en in rapporten."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={"required": _("Vul een naam in."), "max_length": BAD_NAME},
    )

    def clean_name(self) -> str:
        """Refuse a name that a new edition can't have."""
        name: str = self.cleaned_data["name"]
        try:
            check_name(name)
        except EditionNameError:
            raise forms.ValidationError(BAD_NAME) from None
        except TakenNameError:
            raise forms.ValidationError(TAKEN_NAME) from None
        return name


@dataclass(frozen=True, slots=True)
class Excluded:
    """A department that is left out, by the name that the adviseur may know."""

    name: str
    reason: str


@require_safe
def desk(request: HttpRequest) -> HttpResponse:
    """Show the current edition; without one, what is needed for the first."""
    edition = current_edition()
    if edition is None:
        return render(request, "adviser/benchmark.html", {**_around([]), "edition": None})
    return _show(request, edition)


@require_safe
def one_edition(request: HttpRequest, name: str) -> HttpResponse:
    """Show any edition, as it was published."""
    if "\0" in name:  # which a database can't even be asked for
        raise Http404
    return _show(request, get_object_or_404(Edition, name=name))


def _show(request: HttpRequest, edition: Edition) -> HttpResponse:
    questionnaire, language = _questionnaire(), get_language() or "nl"
    sectors = sector_labels(questionnaire, language)
    lines = lines_of(edition)
    segment = Segment(
        _known(request.GET.get("sector"), [*sectors, *(one.segment.sector for one in lines)]),
        _known(request.GET.get("grootte"), SIZES),
    )
    found = published(peers_in(edition, [segment], None))
    shown = group_shown(found, segment, questionnaire, language)
    editions = editions_with_counts()
    context = {
        **_around(editions),
        "edition": edition,
        "is_current": editions[0] == edition,
        "any_withheld": any(one.withheld for one in lines),
        "sizes": size_titles(),
        "rows": group_rows(lines, sectors, segment),
        "group": group_name(segment, sectors),
        "segment": segment,
        "measures": shown.measures,
        "basis": shown.basis,
        "reasons": reasons_of(lines, segment, edition.name, measure_names(questionnaire, language)),
        "done": request.GET.get(DONE, ""),
    }
    return render(request, "adviser/benchmark.html", context)


def _around(editions: list[Edition]) -> dict[str, object]:
    """Return what stands under every edition: the others, and who is left out."""
    excluded, more = excluded_after(None, EXCLUDED_FIRST)
    return {
        "editions": editions,
        "excluded": [_excluded(one) for one in excluded],
        "more_excluded": more,
    }


def _questionnaire() -> Questionnaire:
    return questionnaire_by_id(newest_version(CORE).pk)


def _known(value: str | None, choices: "list[str | None] | tuple[str, ...]") -> str | None:
    return value if value in choices else None


def _excluded(department: Department) -> Excluded:
    return Excluded(name_for_adviser(department), department.excluded_because)


class _AfterForm(forms.Form):
    na = forms.UUIDField(required=False)


@require_safe
def excluded(request: HttpRequest) -> HttpResponse:
    """Show who is left out of every next edition, and why."""
    form = _AfterForm(request.GET)
    form.is_valid()
    after: UUID | None = form.cleaned_data.get("na")
    departments, more = excluded_after(after, EXCLUDED_ON_A_PAGE)
    context = {
        "excluded": [_excluded(one) for one in departments],
        "after": after,
        "next": departments[-1].pk if more else None,
    }
    return render(request, "adviser/excluded.html", context)


@require_http_methods(METHODS)
def preview(request: HttpRequest) -> HttpResponse:
    """Ask for the name of the next edition, and show what publishing it would change."""
    if request.method != "POST":
        return _ask(request, NameForm(initial={"name": f"{timezone.localdate():%Y-%m}"}))
    form = NameForm(request.POST)
    if not form.is_valid():
        return _ask(request, form)
    name: str = form.cleaned_data["name"]
    try:
        outcomes = preview_edition(name=name, today=timezone.localdate())
    except NothingToPublishError:
        form.add_error(None, NOTHING)
        return _ask(request, form)
    if outcomes is None:  # somebody published it this very moment
        form.add_error("name", TAKEN_NAME)
        return _ask(request, form)
    questionnaire, language = _questionnaire(), get_language() or "nl"
    found: Preview = preview_of(
        outcomes,
        sector_labels(questionnaire, language),
        measure_names(questionnaire, language),
    )
    context = {"name": name, "preview": found, "current": current_edition()}
    return render(request, "adviser/publish_check.html", context)


@require_POST
def publish(request: HttpRequest) -> HttpResponse:
    """Publish it; whoever presses twice, or at the same time as a colleague, gets one edition."""
    name = request.POST.get("name", "")
    form = NameForm({"name": name})
    try:
        edition, is_new = publish_as(
            name=name,
            by=account_of(request),
            today=timezone.localdate(),
            moment=timezone.now(),
        )
    except EditionNameError:
        form.is_valid()
        return _ask(request, form)
    except NothingToPublishError:
        form.add_error(None, NOTHING)
        return _ask(request, form)
    done = "gepubliceerd" if is_new else "bestond"
    return redirect(f"{reverse('desk_edition', kwargs={'name': edition.name})}?{DONE}={done}")


def _ask(request: HttpRequest, form: NameForm) -> HttpResponse:
    status = UNPROCESSABLE if form.errors else 200
    context = {"form": form, "current": current_edition()}
    return render(request, "adviser/publish.html", context, status=status)
