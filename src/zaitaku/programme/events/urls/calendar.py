"""The list of sessions and the month."""

from django.urls import URLPattern, URLResolver, path

from zaitaku.programme.events.views import calendar, sessions

urlpatterns: list[URLPattern | URLResolver] = [
    path("calendar/", calendar.calendar, name="calendar"),
    path("sessions/", sessions.sessions, name="sessions"),
    path("sessions.xlsx", sessions.export, {"suffix": "xlsx"}, name="sessions_xlsx"),
    path("sessions.csv", sessions.export, {"suffix": "csv"}, name="sessions_csv"),
]
