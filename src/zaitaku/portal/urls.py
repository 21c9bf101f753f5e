"""What anybody may read without signing in."""

from django.urls import path

from zaitaku.portal.views import events, pages

app_name = "portal"
urlpatterns = [
    path("accessibility/", pages.accessibility, name="accessibility"),
    path("public/", events.events, name="events"),
    path("public/events.ics", events.feed, name="feed"),
    path("public/session/<int:pk>/", events.event, name="event"),
    path("public/session/<int:pk>/event.ics", events.event_calendar, name="event_calendar"),
    path("public/handouts/<int:pk>/", events.handout, name="handout"),
    path("public/open-data/<int:year>/event.csv", events.open_data, name="open_data"),
]
