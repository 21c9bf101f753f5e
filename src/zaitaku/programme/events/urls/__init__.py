"""Addresses of events."""

from django.urls import URLPattern, URLResolver

from zaitaku.programme.events.urls import attendance, calendar, coverage, questions, series, signup, summaries

app_name = "events"
urlpatterns: list[URLPattern | URLResolver] = [
    *series.urlpatterns,
    *coverage.urlpatterns,
    *summaries.urlpatterns,
    *calendar.urlpatterns,
    *signup.urlpatterns,
    *attendance.urlpatterns,
    *questions.urlpatterns,
]
