"""Addresses for whoever starts scans: the aanvrager."""

from django.urls import path

from scans.web.owner import consenting, inviting, keeping, rounds, starting

urlpatterns = [
    path("start/", starting.start, name="start"),
    path("scan/kwijt/", starting.lost, name="lost"),
    path("bevestigen/<str:token>/", consenting.confirm, name="confirm"),
    path("verwijderd/", starting.deleted, name="deleted"),
    path("scan/<str:token>/", rounds.page, name="owner"),
    path("scan/<str:token>/aanpassen/", rounds.plan, name="owner_plan"),
    path("scan/<str:token>/afsluiten/", rounds.close, name="owner_close"),
    path("scan/<str:token>/volgende/", rounds.following, name="owner_next"),
    path("scan/<str:token>/uitnodigen/<slug:group>/", inviting.invite, name="owner_invite"),
    path("scan/<str:token>/vernieuwen/<slug:group>/", inviting.renew, name="owner_renew"),
    path("scan/<str:token>/toelaten/<slug:group>/", inviting.allow, name="owner_allow"),
    path("scan/<str:token>/benchmark/", consenting.benchmark, name="owner_benchmark"),
    path("scan/<str:token>/contact/", consenting.contact, name="owner_contact"),
    path("scan/<str:token>/bewaren/", keeping.mail, name="owner_mail"),
    path("scan/<str:token>/verwijderen/", keeping.delete, name="owner_delete"),
]
