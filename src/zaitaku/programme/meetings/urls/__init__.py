"""Addresses of what happens within meetings."""

from django.urls import URLPattern, URLResolver

from zaitaku.programme.meetings.urls import committees, courses, groups, issues, visits, wishes

app_name = "meetings"
urlpatterns: list[URLPattern | URLResolver] = [
    *groups.urlpatterns,
    *courses.urlpatterns,
    *visits.urlpatterns,
    *wishes.urlpatterns,
    *issues.urlpatterns,
    *committees.urlpatterns,
]
