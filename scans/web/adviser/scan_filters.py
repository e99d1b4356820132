"""The filters of the list of scans: all of them in its address."""

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

import django_filters
from django import forms
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from scans.engine.peers import SIZES
from scans.models import ListedScan, QuestionnaireVersion
from scans.queries.follow_up import DUE, due_follow_ups
from scans.queries.listing import with_words
from scans.queries.questionnaires import CORE
from scans.reports.listing import FOLLOW_UP, STATUS, sectors
from scans.reports.wording import day

if TYPE_CHECKING:
    from django.db.models import QuerySet

PERIOD = _("Vul een datum in, zoals 2026-11-22.")
CHOICE = _("Kies een van de mogelijkheden.")
ANY = _("alle")


class ScanFilters(django_filters.FilterSet):
    """Which scans are listed; a field that is left empty leaves nothing out."""

    zoek = django_filters.CharFilter(
        method="search",
        label=_("Zoek op naam"),
        max_length=100,
        help_text=_("Alleen namen van wie de adviseur mag kennen."),
        error_messages={"max_length": _("Zoek met hoogstens 100 tekens.")},
    )
    sector = django_filters.ChoiceFilter(
        field_name="sector",
        label=_("Sector"),
        empty_label=ANY,
        error_messages={"invalid_choice": CHOICE},
    )
    grootte = django_filters.ChoiceFilter(
        field_name="size_class",
        label=_("Personen"),
        empty_label=ANY,
        choices=[(size, size.replace("-", "–")) for size in SIZES],
        error_messages={"invalid_choice": CHOICE},
    )
    van = django_filters.DateFilter(
        field_name="opened_on",
        lookup_expr="gte",
        label=_("Gestart vanaf"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"invalid": PERIOD},
    )
    tot = django_filters.DateFilter(
        field_name="opened_on",
        lookup_expr="lte",
        label=_("Gestart tot en met"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"invalid": PERIOD},
    )
    status = django_filters.ChoiceFilter(
        field_name="status",
        label=_("Ronde"),
        empty_label=ANY,
        choices=[(key.value, word) for key, word in STATUS.items()],
        error_messages={"invalid_choice": CHOICE},
    )
    vragenlijst = django_filters.ChoiceFilter(
        field_name="questionnaire_id",
        label=_("Vragenlijst"),
        empty_label=ANY,
        error_messages={"invalid_choice": CHOICE},
    )
    contact = django_filters.ChoiceFilter(
        field_name="contact",
        label=_("Contact"),
        empty_label=ANY,
        choices=[("True", _("mag")), ("False", _("geen toestemming"))],
        error_messages={"invalid_choice": CHOICE},
    )
    opvolging = django_filters.ChoiceFilter(
        method="followed_up",
        label=_("Opvolging"),
        empty_label=ANY,
        choices=[
            *((key.value, word) for key, word in FOLLOW_UP.items()),
            (DUE, _("vervolg is nu")),
        ],
        error_messages={"invalid_choice": CHOICE},
    )

    class Meta:
        model = ListedScan
        fields: Sequence[str] = ()

    def __init__(self, data: QueryDict) -> None:
        super().__init__(data, ListedScan.objects.all())
        # A round is on a version of the core; modules come beside it.
        cores = QuestionnaireVersion.objects.filter(data__kind__isnull=True)
        versions = list(cores.defer("source", "data").order_by("-pk"))
        self.filters["vragenlijst"].extra["choices"] = [
            (str(one.pk), f"{one.slug} {one.version}") for one in versions
        ]
        newest = next((one.pk for one in versions if one.slug == CORE), None)
        language = get_language() or "nl"
        known = {} if newest is None else sectors(newest)
        self.filters["sector"].extra["choices"] = [
            (value, text[language]) for value, text in known.items()
        ]

    def search(
        self, scans: "QuerySet[ListedScan]", _name: str, value: str
    ) -> "QuerySet[ListedScan]":
        """Keep the scans with all of these words in their names."""
        return with_words(scans, value)

    def followed_up(
        self, scans: "QuerySet[ListedScan]", _name: str, value: str
    ) -> "QuerySet[ListedScan]":
        """Keep the scans of departments in this state, or of which the day has come."""
        if value == DUE:
            due = due_follow_ups(timezone.localdate())
            return scans.filter(department__in=due.values("department"))
        return scans.filter(follow_up=value)

    def chosen(self) -> list[str]:
        """Say in words what is filtered on, in the order of the fields."""
        words = self.form.cleaned_data["zoek"]
        return [*([_quoted(words)] if words else []), *self._without_words()]

    def noted(self) -> list[str]:
        """Say the same for the audit log: that words were searched, not which.

        They are names of organisations, and the log outlives what was scanned.
        """
        words = self.form.cleaned_data["zoek"]
        return [*([str(_("zoekwoord"))] if words else []), *self._without_words()]

    def _without_words(self) -> list[str]:
        given = self.form.cleaned_data
        found = []
        for name in ("sector", "grootte"):
            found += [self._word(name)] if given[name] else []
        found += _period(given["van"], given["tot"])
        for name in ("status", "vragenlijst", "contact", "opvolging"):
            found += [self._word(name)] if given[name] else []
        return found

    def _word(self, name: str) -> str:
        field = self.form.fields[name]
        choices = dict(field.choices)
        word = str(choices[self.form.cleaned_data[name]])
        if name == "grootte":
            return str(_("{range} personen")).format(range=word)
        if name == "contact":
            return f"{field.label}: {word}"
        return word


def _quoted(words: str) -> str:
    return f"‘{words}’"


def _period(first: date | None, last: date | None) -> list[str]:
    if first and last:
        if first == date(first.year, 1, 1) and last == date(first.year, 12, 31):
            return [str(first.year)]
        return [str(_("{first} tot en met {last}")).format(first=day(first), last=day(last))]
    if first:
        return [str(_("vanaf {first}")).format(first=day(first))]
    return [str(_("tot en met {last}")).format(last=day(last))] if last else []
