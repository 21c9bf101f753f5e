"""What anybody may read without signing in."""

from django.urls import path

from zaitaku.portal.views import events, groups, pages

app_name = "portal"
urlpatterns = [
    path("accessibility/", pages.accessibility, name="accessibility"),
    path("public/", events.events, name="events"),
    path("public/events.ics", events.feed, name="feed"),
    path("public/session/<int:pk>/", events.event, name="event"),
    path("public/session/<int:pk>/event.ics", events.event_calendar, name="event_calendar"),
    path("public/handouts/<int:pk>/", events.handout, name="handout"),
    path("public/open-data/<int:year>/event.csv", events.open_data, name="open_data"),
    path("activities/", groups.groups, name="groups"),
    path("activities/<int:pk>/", groups.group, name="group"),
    path("activities/print/", groups.print_groups, name="print_groups"),
    path("activities/open-data/community_groups.csv", groups.groups_csv, name="groups_csv"),
    path("activities/open-data/community_groups.json", groups.groups_json, name="groups_json"),
    path("activities/open-data/community_groups.xlsx", groups.groups_xlsx, name="groups_xlsx"),
]
