"""Addresses of events."""

from django.urls import URLPattern, URLResolver

from zaitaku.programme.events.urls import attendance, calendar, questions, series, signup

app_name = "events"
urlpatterns: list[URLPattern | URLResolver] = [
    *series.urlpatterns,
    *calendar.urlpatterns,
    *signup.urlpatterns,
    *attendance.urlpatterns,
    *questions.urlpatterns,
]
