"""Addresses for whoever starts scans: the aanvrager."""

from django.urls import path

from scans.web.owner import (
    again,
    cards,
    consenting,
    inviting,
    keeping,
    own_data,
    rounds,
    starting,
    steps,
)

urlpatterns = [
    path("start/", starting.start, name="start"),
    path("scan/kwijt/", starting.lost, name="lost"),
    path("bevestigen/<str:token>/", consenting.confirm, name="confirm"),
    path("verwijderd/", starting.deleted, name="deleted"),
    path("scan/<str:token>/", rounds.page, name="owner"),
    path("scan/<str:token>/aanpassen/", rounds.plan, name="owner_plan"),
    path("scan/<str:token>/verdieping/", rounds.modules, name="owner_modules"),
    path("scan/<str:token>/afsluiten/", rounds.close, name="owner_close"),
    path("scan/<str:token>/volgende/", rounds.following, name="owner_next"),
    path("scan/<str:token>/verloop/", again.course, name="owner_course"),
    path("scan/<str:token>/herinnering/", again.again, name="owner_again"),
    path("scan/<str:token>/uitnodigen/<slug:group>/", inviting.invite, name="owner_invite"),
    path("scan/<str:token>/vernieuwen/<slug:group>/", inviting.renew, name="owner_renew"),
    path("scan/<str:token>/toelaten/<slug:group>/", inviting.allow, name="owner_allow"),
    path("scan/<str:token>/benchmark/", consenting.benchmark, name="owner_benchmark"),
    path("scan/<str:token>/contact/", consenting.contact, name="owner_contact"),
    path("scan/<str:token>/klantkaarten/", cards.page, name="owner_cards"),
    path("scan/<str:token>/klantkaarten/nieuw/", cards.add, name="owner_card_new"),
    path("scan/<str:token>/klantkaarten/klantkaarten.csv", cards.export, name="owner_cards_csv"),
    path("scan/<str:token>/klantkaarten/<uuid:card_id>/", cards.change, name="owner_card"),
    path(
        "scan/<str:token>/klantkaarten/<uuid:card_id>/verwijderen/",
        cards.delete,
        name="owner_card_delete",
    ),
    path("scan/<str:token>/plan-maken/", steps.newest, name="owner_steps_newest"),
    path("scan/<str:token>/plan-maken/<int:number>/", steps.page, name="owner_steps"),
    path("scan/<str:token>/plan-maken/<int:number>/stap/", steps.add, name="owner_step_new"),
    path(
        "scan/<str:token>/plan-maken/<int:number>/stap/<uuid:step_id>/",
        steps.change,
        name="owner_step",
    ),
    path(
        "scan/<str:token>/plan-maken/<int:number>/stap/<uuid:step_id>/klaar/",
        steps.tick,
        name="owner_step_done",
    ),
    path(
        "scan/<str:token>/plan-maken/<int:number>/herinneren/",
        steps.reminders,
        name="owner_reminders",
    ),
    path("scan/<str:token>/plan-maken/<int:number>/rapport.pdf", steps.pdf, name="owner_steps_pdf"),
    path("herinneringen/<str:token>/", steps.stop, name="reminders_stop"),
    path("scan/<str:token>/bewaren/", keeping.mail, name="owner_mail"),
    path("scan/<str:token>/gegevens/", own_data.page, name="owner_data"),
    path("scan/<str:token>/gegevens.json", own_data.file, name="owner_data_file"),
    path("scan/<str:token>/langer-bewaren/", keeping.longer, name="owner_longer"),
    path("scan/<str:token>/verwijderen/", keeping.delete, name="owner_delete"),
]
