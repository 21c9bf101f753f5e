"""Addresses of what happens within meetings: the lists below meetings/, what hangs on one session below events/ where
the session itself is."""

from django.urls import URLPattern, URLResolver, include, path

from zaitaku.programme.meetings.urls import committees, courses, groups, issues, visits, wishes
from zaitaku.programme.meetings.views import index

app_name = "meetings"
_lists: list[URLPattern | URLResolver] = [
    path("", index.index, name="index"),
    *courses.urlpatterns,
    *visits.urlpatterns,
    *wishes.urlpatterns,
    *issues.urlpatterns,
    *committees.urlpatterns,
]
urlpatterns: list[URLPattern | URLResolver] = [
    path("meetings/", include(_lists)),
    path("events/", include([*groups.urlpatterns, *issues.of_session])),
]
