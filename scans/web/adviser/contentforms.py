"""Forms of what the adviseur adds to the site; saving is a service's work."""

from typing import TYPE_CHECKING

from django import forms
from django.core.validators import RegexValidator, URLValidator
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from scans.engine.colour import contrast, is_readable
from scans.engine.questionnaire import Questionnaire
from scans.models import HouseStyle, ReadingTip, TipKind
from scans.reports.wording import number
from scans.services.housestyle import Sender
from scans.services.logos import Logo, UnusableLogoError, cleaned_logo
from scans.services.reading import TipFields

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

ADDRESS = _("Vul een webadres in dat met https:// begint, zoals https://www.voorbeeld.nl.")
WEB = ["http", "https"]

LEVELS = [("laag", _("laag")), ("midden", _("midden")), ("hoog", _("hoog"))]


def _line(
    label: "_StrPromise", most: int, *, hint: "_StrPromise | str" = "", autocomplete: str = "off"
) -> forms.CharField:
    return forms.CharField(
        label=label,
        max_length=most,
        required=False,
        help_text=hint,
        widget=forms.TextInput(attrs={"autocomplete": autocomplete}),
        error_messages={
            "max_length": _("Maak dit korter: hoogstens %(limit_value)d tekens."),
        },
    )


def _web_address(label: "_StrPromise", most: int, *, required: bool) -> forms.URLField:
    field = forms.URLField(
        label=label,
        max_length=most,
        required=required,
        assume_scheme="https",
        error_messages={
            "required": ADDRESS,
            "invalid": ADDRESS,
            "max_length": _("Dit adres is te lang."),
        },
    )
    field.validators = [
        *(one for one in field.validators if not isinstance(one, URLValidator)),
        URLValidator(schemes=WEB, message=ADDRESS),
    ]
    return field


class StyleForm(forms.Form):
    """Who offers the site, where to reach them, and their colour."""

    owner_name = _line(
        _("Naam van je bureau of organisatie"),
        100,
        hint=_(
            "Staat onder elke pagina en op het rapport. Zonder naam vragen we bezoekers niet om "
            "contact en niet om een aanmelding voor de nieuwsbrief."
        ),
        autocomplete="organization",
    )
    contact_name = _line(_("Contactpersoon (mag leeg blijven)"), 100)
    contact_email = forms.EmailField(
        label=_("E-mailadres (mag leeg blijven)"),
        max_length=254,
        required=False,
        error_messages={
            "invalid": _("Vul een geldig e-mailadres in, zoals naam@organisatie.nl."),
            "max_length": _("Vul een geldig e-mailadres in, zoals naam@organisatie.nl."),
        },
    )
    contact_phone = _line(_("Telefoonnummer (mag leeg blijven)"), 40)
    website = _web_address(_("Website (mag leeg blijven)"), 300, required=False)
    accent = forms.CharField(
        label=_("Accentkleur"),
        max_length=7,
        help_text=_(
            "Een hekje (#) en zes tekens, zoals #0b5563. Voor knoppen, links en de omslag."
        ),
        validators=[
            RegexValidator(
                r"^#[0-9A-Fa-f]{6}\Z",
                _("Vul een kleur in als # met zes cijfers of letters a tot en met f."),
            )
        ],
        widget=forms.TextInput(attrs={"autocomplete": "off", "class": "short"}),
        error_messages={
            "required": _("Vul een kleur in, zoals #0b5563."),
            "max_length": _("Vul een kleur in als # met zes cijfers of letters a tot en met f."),
        },
    )

    def clean_accent(self) -> str:
        """Refuse a colour in which nothing can be read on white, and no white on it."""
        accent: str = self.cleaned_data["accent"].lower()
        if not is_readable(accent):
            found = number(_floor(contrast(accent, "#ffffff")), 2)
            raise forms.ValidationError(
                _(
                    "Deze kleur is te licht: het contrast met wit is %(found)s, en dat moet minstens "
                    "4,5 zijn. Kies een donkerdere."
                ),
                params={"found": found},
            )
        return accent

    def sender(self) -> Sender:
        """Return what was filled in, when it is valid."""
        return Sender(**{name: self.cleaned_data[name] for name in Sender.__dataclass_fields__})


def _floor(value: float) -> float:
    """Return a contrast in hundredths, never more than it is: 4.499 isn't 4.5."""
    return int(value * 100) / 100


def style_values(style: HouseStyle) -> dict[str, str]:
    """Return what a form begins with."""
    return {name: getattr(style, name) for name in Sender.__dataclass_fields__}


REASONS = {
    "kind": _("Dit is geen PNG en geen SVG. Bewaar het logo als een van die twee."),
    "large": _("Dit logo is te groot. Neem een PNG van hoogstens 1 MB, of een eenvoudige SVG."),
    "broken": _("Dit bestand kunnen we niet lezen. Bewaar het logo opnieuw, of neem een PNG."),
    "text": _(
        "In deze SVG staat tekst die van een lettertype afhangt. Zet de tekst om naar contouren, "
        "of neem een PNG."
    ),
    "style": _(
        "In deze SVG staan de kleuren in een stijlblok. Bewaar hem met kleuren als eigenschappen "
        "(presentation attributes), of neem een PNG."
    ),
}
OTHER_REASON = _(
    "Deze SVG is opgebouwd uit verwijzingen of ingesloten plaatjes. Neem een eenvoudigere, of een PNG."
)


class LogoForm(forms.Form):
    """A logo to show."""

    logo = forms.FileField(
        label=_("Logo"),
        help_text=_(
            "PNG of SVG, hoogstens 1 MB. We bewaren het bestand niet zoals het is: we tekenen het "
            "opnieuw, zonder wat er verder in zit."
        ),
        widget=forms.FileInput(attrs={"accept": ".png,.svg,image/png,image/svg+xml"}),
        error_messages={
            "required": _("Kies een bestand."),
            "missing": _("Kies een bestand."),
            "invalid": _("Kies een bestand."),
            "empty": _("Dit bestand is leeg."),
            "max_length": _("Geef het bestand een kortere naam."),
        },
        max_length=200,
    )

    def clean_logo(self) -> Logo:
        """Return the logo, made anew."""
        file = self.cleaned_data["logo"]
        try:
            return cleaned_logo(file.read())
        except UnusableLogoError as error:
            raise forms.ValidationError(str(REASONS.get(error.reason, OTHER_REASON))) from None


class TipForm(forms.Form):
    """An article or an event, and with which results it is shown."""

    kind = forms.ChoiceField(
        label=_("Wat is het?"),
        choices=[
            (TipKind.ARTICLE.value, _("een artikel")),
            (TipKind.EVENT.value, _("een bijeenkomst")),
        ],
        widget=forms.RadioSelect,
        error_messages={
            "required": _("Kies een artikel of een bijeenkomst."),
            "invalid_choice": _("Kies een artikel of een bijeenkomst."),
        },
    )
    title = forms.CharField(
        label=_("Titel"),
        max_length=200,
        error_messages={
            "required": _("Vul een titel in."),
            "max_length": _("Maak de titel korter: hoogstens 200 tekens."),
        },
    )
    url = _web_address(_("Link"), 500, required=True)
    language = forms.ChoiceField(
        label=_("Taal"),
        choices=[("nl", _("Nederlands")), ("en", _("Engels"))],
        error_messages={"invalid_choice": _("Kies een taal."), "required": _("Kies een taal.")},
    )
    day = forms.DateField(
        label=_("Datum (bij een artikel mag die leeg blijven)"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        input_formats=["%Y-%m-%d", "%d-%m-%Y"],
        help_text=_("De dag na een bijeenkomst verdwijnt die vanzelf van de pagina."),
        error_messages={"invalid": _("Vul een datum in, zoals 31-12-2026.")},
    )
    themes = forms.MultipleChoiceField(
        label=_("Bij welke thema’s past het?"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Niets aangevinkt: bij alle."),
        error_messages={"invalid_choice": _("Kies uit de thema’s die hier staan.")},
    )
    levels = forms.MultipleChoiceField(
        label=_("Bij welk niveau?"),
        required=False,
        choices=LEVELS,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Niets aangevinkt: bij elk. De rol heeft geen niveau."),
        error_messages={"invalid_choice": _("Kies uit de niveaus die hier staan.")},
    )

    def __init__(self, *args: object, questionnaire: Questionnaire, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]  # as Django's own form takes them
        self.fields["themes"].choices = theme_choices(questionnaire)  # type: ignore[attr-defined]  # of its kind

    def clean(self) -> dict[str, object]:
        """Refuse an event without a day, and a choice with which it is shown nowhere."""
        cleaned = super().clean() or {}
        if cleaned.get("kind") == TipKind.EVENT and "day" in cleaned and not cleaned["day"]:
            self.add_error("day", _("Vul in op welke dag de bijeenkomst is."))
        if cleaned.get("themes") == ["rol"] and cleaned.get("levels"):
            self.add_error(
                "levels", _("De rol heeft geen niveau: zo past het nergens. Haal de vinkjes weg.")
            )
        return cleaned

    def tip(self) -> TipFields:
        """Return what was filled in, when it is valid."""
        return TipFields(**{name: self.cleaned_data[name] for name in self.base_fields})


def theme_choices(questionnaire: Questionnaire) -> list[tuple[str, str]]:
    """Return the themes and the role by key, as they are called now."""
    language = get_language() or "nl"
    role = questionnaire.role
    themes = [(one.key, one.title[language]) for one in questionnaire.themes]
    return [*themes, (role.key, role.title[language])]


def tip_values(tip: ReadingTip) -> dict[str, object]:
    """Return what a form begins with."""
    return {name: getattr(tip, name) for name in TipForm.base_fields}
