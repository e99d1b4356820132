"""Pages that everybody may see."""

from django.urls import path

from scans.web.site import benchmark, house, newsletter, views

urlpatterns = [
    path("", views.home, name="home"),
    path("methode/", views.method, name="method"),
    path("privacy/", views.privacy, name="privacy"),
    path("toegankelijkheid/", views.accessibility, name="accessibility"),
    path(
        "vragenlijst/<slug:slug>/<str:version>.yaml",
        views.questionnaire_file,
        name="questionnaire_file",
    ),
    path("benchmark/", benchmark.benchmark, name="benchmark"),
    path("benchmark/<slug:edition>.csv", benchmark.benchmark_csv, name="benchmark_csv"),
    path("benchmark/<slug:edition>.json", benchmark.benchmark_json, name="benchmark_json"),
    path("nieuwsbrief/", newsletter.page, name="newsletter"),
    path("nieuwsbrief/bevestigen/<str:token>/", newsletter.confirm, name="newsletter_confirm"),
    path("nieuwsbrief/afmelden/<str:token>/", newsletter.leave, name="newsletter_leave"),
    path("huisstijl/<slug:digest>.css", house.stylesheet, name="house_css"),
    path("huisstijl/logo/<slug:digest>", house.logo, name="house_logo"),
    path("taal/", views.set_language, name="set_language"),
    path("healthz", views.healthz, name="healthz"),
    path("robots.txt", views.robots, name="robots"),
]
