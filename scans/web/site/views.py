"""Pages that everybody may see, and what crawlers ask for."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views import i18n
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from scans.models import QuestionnaireVersion
from scans.queries.questionnaires import CORE, module_by_id, newest_modules, newest_version
from scans.web.texts import in_language


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """What it is, what you get, how long it takes."""
    return render(request, "site/home.html")


@require_safe
def method(request: HttpRequest) -> HttpResponse:
    """How the scan computes."""
    modules = [module_by_id(version.pk) for version in newest_modules()]
    context = {
        "kern_version": newest_version(CORE).version,
        "modules": [
            {"slug": one.slug, "version": one.version, "title": in_language(one.title)}
            for one in modules
        ],
    }
    return render(request, "site/method.html", context)


@require_safe
def questionnaire_file(request: HttpRequest, slug: str, version: str) -> HttpResponse:
    """The document of a published questionnaire, as it was published."""
    if "\0" in version:  # which a database can't even be asked for
        raise Http404
    published = get_object_or_404(QuestionnaireVersion, slug=slug, version=version)
    response = HttpResponse(published.source, content_type="application/yaml; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="{slug}-{version}.yaml"'
    return response


# Choosing a language needs no proof of origin: it changes nothing but the reader's own view,
# and without it public pages set no cookie.
@csrf_exempt
@require_POST
def set_language(request: HttpRequest) -> HttpResponse:
    """Remember the language and go back."""
    return i18n.set_language(request)


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """Keep crawlers off everything that a secret link opens."""
    private = (
        *("bevestigen", "dashboard", "herinneringen", "ingetrokken", "invullen", "klanten"),
        *("nieuwsbrief", "resultaat", "scan", "team", "verwijderd"),
    )
    lines = ["User-agent: *", *(f"Disallow: /{name}/" for name in private), ""]
    return HttpResponse("\n".join(lines), content_type="text/plain; charset=utf-8")
