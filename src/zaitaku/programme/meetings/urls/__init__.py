"""Addresses of what happens within meetings."""

from django.urls import URLPattern, URLResolver, path

from zaitaku.programme.meetings.urls import committees, courses, groups, issues, visits, wishes
from zaitaku.programme.meetings.views import index

app_name = "meetings"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", index.index, name="index"),
    *groups.urlpatterns,
    *courses.urlpatterns,
    *visits.urlpatterns,
    *wishes.urlpatterns,
    *issues.urlpatterns,
    *committees.urlpatterns,
]
