"""The addresses of the site."""

from django.urls import include, path

from scans.web import errors

urlpatterns = [
    path("", include("scans.web.site.urls")),
    path("", include("scans.web.owner.urls")),
    path("", include("scans.web.respondent.urls")),
    path("dashboard/", include("scans.web.adviser.urls")),
]

handler400 = errors.bad_request
handler403 = errors.forbidden
handler404 = errors.not_found
handler429 = errors.too_many
handler500 = errors.server_error
