"""Addresses for whoever is invited, fills in a scan, and reads its result."""

from django.urls import path

from scans.models import Group
from scans.web.respondent import (
    answering,
    contacting,
    joining,
    leaving,
    own_data,
    picture,
    preview,
    result,
    sending,
)

urlpatterns = [
    path("team/<str:token>/", joining.join, {"group": Group.TEAM}, name="join_team"),
    path("klanten/<str:token>/", joining.join, {"group": Group.CLIENT}, name="join_clients"),
    path("ingetrokken/", leaving.withdrawn, name="withdrawn"),
    path("invullen/<str:token>/", answering.resume, name="answer"),
    path("invullen/<str:token>/later/", leaving.later, name="answer_later"),
    path("invullen/<str:token>/opslaan/", answering.save, name="answer_save"),
    path("invullen/<str:token>/overzicht/", sending.overview, name="answer_overview"),
    path("invullen/<str:token>/versturen/", sending.send, name="answer_send"),
    path("invullen/<str:token>/beeld/", picture.page, name="answer_picture"),
    path("invullen/<str:token>/gegevens/", own_data.page, name="answer_data"),
    path("invullen/<str:token>/gegevens.json", own_data.file, name="answer_data_file"),
    path("invullen/<str:token>/intrekken/", leaving.withdraw, name="answer_withdraw"),
    path("invullen/<str:token>/<slug:key>/", answering.step, name="answer_step"),
    path("resultaat/<str:token>/", result.page, name="result"),
    path("resultaat/<str:token>/contact/", contacting.page, name="result_contact"),
    path("resultaat/<str:token>/rapport.pdf", result.pdf, name="result_pdf"),
    path("resultaat/<str:token>/presentatie/", result.slides, name="result_slides"),
    path("resultaat/<str:token>/kaarten.pdf", result.cards, name="result_cards"),
    # Of advisers: the gate stands before everything under this part of the site.
    path(
        "dashboard/vragenlijsten/<int:version_id>/voorbeeld/<slug:audience>/<slug:key>/",
        preview.of_version,
        name="preview_version",
    ),
    path(
        "dashboard/vragenlijsten/concept/<int:draft_id>/voorbeeld/<slug:audience>/<slug:key>/",
        preview.of_draft,
        name="preview_draft",
    ),
]
