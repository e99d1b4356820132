"""How the site looks and who offers it, and what there is to read."""

from dataclasses import asdict, dataclass

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from scans.engine.colour import Shades, shades_of
from scans.models import ReadingTip
from scans.queries.content import house_of, house_style, tips_before
from scans.queries.questionnaires import CORE, newest_version, questionnaire_by_id
from scans.reports.wording import joined
from scans.services import housestyle, reading
from scans.services.housestyle import change_style, place_logo, remove_logo
from scans.services.keys import is_first_use
from scans.services.logos import MOST_BYTES
from scans.services.meanwhile import ChangedMeanwhileError
from scans.services.reading import add_tip, change_tip, remove_tip
from scans.web.adviser.access import account_of
from scans.web.adviser.contentforms import (
    LEVELS,
    LogoForm,
    StyleForm,
    TipForm,
    style_values,
    theme_choices,
    tip_values,
)
from scans.web.adviser.paging import before_in
from scans.web.adviser.receiving import takes_file
from scans.web.adviser.signing import DONE, METHODS, UNPROCESSABLE
from scans.web.formkeys import key_for, key_of
from scans.web.surroundings import look_again

PREVIEW = "voorbeeld"
"""What the button sends that shows a choice without keeping it."""

SEEN = "gezien"
"""What a form sends to tell how the page showed what it changes."""

ON_A_PAGE = 50


@require_http_methods(METHODS)
def style(request: HttpRequest) -> HttpResponse:
    """Show the look; keep another one, or show what it would be."""
    form = StyleForm(
        request.POST if request.method == "POST" else None, initial=style_values(house_style())
    )
    if request.method != "POST" or not form.is_valid():
        return _style_page(request, form, LogoForm())
    if request.POST.get("naar") == PREVIEW:
        return _style_page(request, form, LogoForm(), shown=shades_of(form.cleaned_data["accent"]))
    by, moment = account_of(request), timezone.now()
    try:
        change_style(sender=form.sender(), by=by, moment=moment, seen=request.POST.get(SEEN, ""))
    except ChangedMeanwhileError:
        form.add_error(None, _changed())
    else:
        return _back("content", "huisstijl")
    return _style_page(request, form, LogoForm(), seen=housestyle.seen_in(house_style()))


def _changed() -> str:
    return _(
        "Iemand anders heeft dit intussen veranderd. Er is niets bewaard. Hieronder staat wat jij "
        "invulde; open deze bladzijde in een nieuw venster om te zien hoe het nu is. Bewaar nog "
        "eens als het jouwe toch moet gelden."
    )


@takes_file(MOST_BYTES)
@require_POST
def logo(request: HttpRequest) -> HttpResponse:
    """Show this logo from now on."""
    form = LogoForm(request.POST, request.FILES)
    if not form.is_valid():
        return _style_page(request, StyleForm(initial=style_values(house_style())), form)
    place_logo(logo=form.cleaned_data["logo"], by=account_of(request), moment=timezone.now())
    return _back("content", "logo")


@require_POST
def without_logo(request: HttpRequest) -> HttpResponse:
    """Show no logo any more."""
    remove_logo(by=account_of(request), moment=timezone.now())
    return _back("content", "logo-weg")


def _style_page(
    request: HttpRequest,
    form: StyleForm,
    logo_form: LogoForm,
    *,
    shown: Shades | None = None,
    seen: str = "",
) -> HttpResponse:
    style = house_style()
    house = house_of(style)
    context = {
        "form": form,
        "logo_form": logo_form,
        "saved": house,
        "shades": shown or house.shades,
        "is_preview": shown is not None,
        "is_darker": shown is not None and shown.accent != form.cleaned_data["accent"],
        "done": request.GET.get(DONE, ""),
        "seen": seen or request.POST.get(SEEN) or housestyle.seen_in(style),
    }
    status = UNPROCESSABLE if form.errors or logo_form.errors else 200
    return render(request, "adviser/content.html", context, status=status)


def _back(name: str, done: str) -> HttpResponse:
    look_again()  # whoever changed it sees it at once
    return redirect(f"{reverse(name)}?{DONE}={done}")


@dataclass(frozen=True, slots=True)
class TipLine:
    """A tip in the list, with where it is shown in words; no words mean everywhere."""

    tip: ReadingTip
    themes: str
    levels: str
    is_over: bool


@require_safe
def tips(request: HttpRequest) -> HttpResponse:
    """Show what there is to read and to go to, newest first."""
    before = before_in(request)
    found, more = tips_before(before, ON_A_PAGE)
    themes = dict(theme_choices(questionnaire_by_id(newest_version(CORE).pk)))
    context = {
        "lines": [_line(one, themes) for one in found],
        "before": before,
        "older": found[-1].pk if more else None,
        "done": request.GET.get(DONE, ""),
    }
    return render(request, "adviser/tips.html", context)


def _line(tip: ReadingTip, themes: dict[str, str]) -> TipLine:
    levels = {key: str(label) for key, label in LEVELS}
    is_over = tip.kind == "bijeenkomst" and tip.day is not None and tip.day < timezone.localdate()
    return TipLine(
        tip=tip,
        themes=joined([themes.get(key, key) for key in tip.themes]),
        levels=joined([levels.get(key, key) for key in tip.levels]),
        is_over=is_over,
    )


@require_http_methods(METHODS)
def new_tip(request: HttpRequest) -> HttpResponse:
    """Add something to read or to go to."""
    form = _tip_form(request, {"language": "nl"})
    if request.method == "POST" and form.is_valid():
        fields, moment = form.tip(), timezone.now()
        with transaction.atomic():
            if is_first_use(key_of(request), ["tip", asdict(fields)], moment):
                add_tip(fields=fields, by=account_of(request), moment=moment)
        return _back("content_tips", "geplaatst")
    return _tip_page(request, form, None)


@require_http_methods(METHODS)
def tip(request: HttpRequest, tip_id: int) -> HttpResponse:
    """Change a tip."""
    kept = get_object_or_404(ReadingTip, pk=tip_id)
    form = _tip_form(request, tip_values(kept))
    if request.method == "POST" and form.is_valid():
        by, seen = account_of(request), request.POST.get(SEEN, "")
        try:
            change_tip(tip_id=tip_id, fields=form.tip(), by=by, moment=timezone.now(), seen=seen)
        except ChangedMeanwhileError:
            form.add_error(None, _changed())
            kept.refresh_from_db()
            return _tip_page(request, form, kept, seen=reading.seen_in(kept))
        return _back("content_tips", "veranderd")
    return _tip_page(request, form, kept)


@require_POST
def without_tip(request: HttpRequest, tip_id: int) -> HttpResponse:
    """Show a tip no more."""
    get_object_or_404(ReadingTip, pk=tip_id)
    remove_tip(tip_id=tip_id, by=account_of(request), moment=timezone.now())
    return _back("content_tips", "verwijderd")


def _tip_form(request: HttpRequest, initial: dict[str, object]) -> TipForm:
    return TipForm(
        request.POST if request.method == "POST" else None,
        questionnaire=questionnaire_by_id(newest_version(CORE).pk),
        initial=initial,
    )


def _tip_page(
    request: HttpRequest, form: TipForm, kept: ReadingTip | None, *, seen: str = ""
) -> HttpResponse:
    first = "" if kept is None else reading.seen_in(kept)
    context = {
        "form": form,
        "tip": kept,
        "seen": seen or request.POST.get(SEEN) or first,
        "key": key_for(request),
    }
    status = UNPROCESSABLE if form.errors else 200
    return render(request, "adviser/tip.html", context, status=status)
