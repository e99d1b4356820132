"""Addresses for whoever starts a scan, fills it in and reads its result."""

from django.urls import path

from scans.web.respondent import answering, result, starting

urlpatterns = [
    path("start/", starting.start, name="start"),
    path("invullen/<str:token>/", answering.resume, name="answer"),
    path("invullen/<str:token>/later/", answering.later, name="answer_later"),
    path("invullen/<str:token>/opslaan/", answering.save, name="answer_save"),
    path("invullen/<str:token>/overzicht/", answering.overview, name="answer_overview"),
    path("invullen/<str:token>/versturen/", answering.send, name="answer_send"),
    path("invullen/<str:token>/<slug:key>/", answering.step, name="answer_step"),
    path("resultaat/<str:token>/", result.page, name="result"),
    path("resultaat/<str:token>/rapport.pdf", result.pdf, name="result_pdf"),
]
