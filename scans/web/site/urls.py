"""Pages that everybody may see."""

from django.urls import path

from scans.web.site import (
    accessibility,
    benchmark,
    health,
    house,
    newsletter,
    privacy,
    security,
    views,
)

urlpatterns = [
    path("", views.home, name="home"),
    path("methode/", views.method, name="method"),
    path("privacy/", privacy.privacy, name="privacy"),
    path("toegankelijkheid/", accessibility.accessibility, name="accessibility"),
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
    path("healthz", health.healthz, name="healthz"),
    path("healthz/live", health.live, name="healthz_live"),
    path("healthz/ready", health.ready, name="healthz_ready"),
    path("robots.txt", views.robots, name="robots"),
    path(".well-known/security.txt", security.security_txt, name="security_txt"),
]
