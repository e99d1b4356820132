"""Verdieping: the modules that an aanvrager may ask with the core questionnaire."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from crispy_forms.utils import TEMPLATE_PACK
from django import forms
from django.template import Context
from django.template.loader import get_template
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from scans.engine.module import Module
from scans.models import QuestionnaireVersion, Scan
from scans.queries.questionnaires import module_by_id, modules_by_ids, newest_modules
from scans.web.estimates import answers_of, client_minutes_of, minutes_of

FIELD = "verdieping"
"""The name of the field; its values are slugs of modules."""

SEEN = "gezien"
"""Which modules were chosen when the page was made: what an old tab doesn't know, it can't drop."""


@dataclass(frozen=True, slots=True)
class Offer:
    """One version of a module, as it can be chosen."""

    slug: str
    version_id: int

    @property
    def module(self) -> Module:
        """What it asks."""
        return module_by_id(self.version_id)


def offers_for(scan: Scan | None = None) -> tuple[Offer, ...]:
    """Return the modules that can be chosen; what a round asks already stays in its version."""
    found = _by_slug(newest_modules())
    if scan is not None and scan.module_ids:
        found |= _by_slug(modules_by_ids(scan.module_ids))
    return tuple(Offer(slug, found[slug]) for slug in sorted(found))


def _by_slug(versions: Iterable[QuestionnaireVersion]) -> dict[str, int]:
    return {version.slug: version.pk for version in versions}


def chosen_slugs(offers: Iterable[Offer], scan: Scan) -> list[str]:
    """Return which of these a round asks."""
    return [offer.slug for offer in offers if offer.version_id in scan.module_ids]


def former_modules(offers: Iterable[Offer], scan: Scan) -> list[str]:
    """Return which of these an earlier round asked, in whatever version."""
    asked = {module_by_id(version_id).slug for version_id in scan.module_ids}
    return [offer.slug for offer in offers if offer.slug in asked]


class ModulesField(forms.MultipleChoiceField):
    """Which modules are chosen, by their slugs; none is fine."""

    def __init__(self, offers: Sequence[Offer]) -> None:
        super().__init__(
            choices=[(offer.slug, offer.slug) for offer in offers],
            required=False,
            widget=forms.CheckboxSelectMultiple,
            error_messages={
                "invalid_choice": _("Kies uit de verdiepingen die hier staan."),
                "invalid_list": _("Kies uit de verdiepingen die hier staan."),
            },
        )


def ids_of(offers: Iterable[Offer], slugs: Iterable[str]) -> tuple[int, ...]:
    """Return the versions of what was chosen, in the order of the pages."""
    chosen = set(slugs)
    return tuple(offer.version_id for offer in offers if offer.slug in chosen)


class ModuleChoices:
    """The modules with what each is about and how long it takes; folded away, for it may wait.

    ``fixed`` are those that can't be taken away any more.
    """

    def __init__(
        self, offers: Sequence[Offer], *, folded: bool, fixed: frozenset[str] = frozenset()
    ) -> None:
        self.offers = offers
        self.folded = folded
        self.fixed = fixed

    def render(
        self,
        form: forms.Form,
        context: Context,
        template_pack: str = TEMPLATE_PACK,
        **kwargs: object,
    ) -> SafeString:
        """Return a row for each module."""
        field = form[FIELD]
        ticked = {str(value) for value in field.value() or []} | self.fixed
        shown = {
            "name": FIELD,
            "errors": field.errors,
            "folded": self.folded,
            "is_open": bool(ticked or field.errors),
            "rows": [self._row(offer, ticked) for offer in self.offers],
        }
        return SafeString(get_template("owner/module_choices.html").render(shown))

    def _row(self, offer: Offer, ticked: set[str]) -> dict[str, object]:
        language = get_language() or "nl"
        module = offer.module
        return {
            "slug": offer.slug,
            "title": module.title[language],
            "summary": module.summary[language],
            "answers": answers_of(module),
            "minutes": minutes_of([module]),
            "client_minutes": client_minutes_of([module]),
            "checked": offer.slug in ticked,
            "fixed": offer.slug in self.fixed,
        }


class ModulesForm(forms.Form):
    """Which modules an open round asks."""

    def __init__(
        self,
        data: Mapping[str, str] | None = None,
        *,
        offers: Sequence[Offer],
        scan: Scan,
        is_fixed: bool,
    ) -> None:
        self.offers = offers
        self.chosen = chosen_slugs(offers, scan)
        super().__init__(data, initial={FIELD: self.chosen, SEEN: self.chosen})
        self.fields[FIELD] = ModulesField(offers)
        self.fields[SEEN] = ModulesField(offers)
        self.is_fixed = is_fixed

    def seen(self) -> list[str]:
        """Return what the page says was chosen; nothing where nothing can be dropped."""
        return [] if self.is_fixed else list(self[SEEN].value() or [])

    def choices(self) -> SafeString:
        """Return the modules as they stand on the page."""
        fixed = frozenset(self.chosen) if self.is_fixed else frozenset()
        return ModuleChoices(self.offers, folded=False, fixed=fixed).render(self, Context())

    def added(self) -> tuple[int, ...]:
        """Return the versions that were ticked, when the form is valid."""
        return ids_of(self.offers, self.cleaned_data[FIELD])

    def dropped(self) -> tuple[int, ...]:
        """Return the versions that were there and were not ticked any more, when it is valid."""
        gone = set(self.cleaned_data[SEEN]) - set(self.cleaned_data[FIELD])
        return ids_of(self.offers, gone)
