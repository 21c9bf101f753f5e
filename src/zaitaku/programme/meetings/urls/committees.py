"""Agenda, minutes and actions of committees."""

from django.urls import URLPattern, URLResolver, path

from zaitaku.programme.meetings.views import committees, undertakings

urlpatterns: list[URLPattern | URLResolver] = [
    path("committees/", committees.committees, name="committees"),
    path("sessions/<int:pk>/agenda/", committees.agenda, name="agenda"),
    path("sessions/<int:pk>/agenda/new/", committees.add_item, name="add_agenda_item"),
    path("sessions/<int:pk>/agenda/standing/", committees.copy_standing, name="copy_standing"),
    path("sessions/<int:pk>/agenda/settle/", committees.settle, name="settle_minutes"),
    path("sessions/<int:pk>/agenda/reopen/", committees.reopen, name="reopen_minutes"),
    path("sessions/<int:pk>/minutes.<str:suffix>", committees.paper, name="minutes"),
    path("sessions/<int:pk>/actions/new/", undertakings.add, name="add_action"),
    path("agenda/<int:pk>/", committees.item, name="agenda_item"),
    path("agenda/<int:pk>/move/<str:way>/", committees.move_item, name="move_agenda_item"),
    path("agenda/<int:pk>/remove/", committees.remove_item, name="remove_agenda_item"),
    path("actions/", undertakings.undertakings, name="undertakings"),
    path("actions/<int:pk>/", undertakings.report, name="undertaking"),
    path("actions/<int:pk>/change/", undertakings.change, name="change_action"),
]
