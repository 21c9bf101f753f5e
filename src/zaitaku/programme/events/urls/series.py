"""Series, sessions, channels, and what was counted."""

from django.urls import URLPattern, URLResolver, path

from zaitaku.programme.events.views import (
    channels,
    handouts,
    paste,
    planning_paste,
    programme,
    running,
    series,
    session,
)

urlpatterns: list[URLPattern | URLResolver] = [
    path("", series.series_list, name="series_list"),
    path("new/", series.add, name="add"),
    path("programme/", programme.programme, name="programme"),
    path("<int:pk>/", series.detail, name="series"),
    path("<int:pk>/change/", series.change, name="change_series"),
    path("<int:pk>/remove/", series.remove, name="remove_series"),
    path("<int:pk>/copy/", series.copy, name="copy"),
    path("<int:pk>/paste/", paste.paste, name="paste"),
    path("<int:pk>/sessions/new/", running.add_session, name="add_session"),
    path("<int:pk>/sessions/paste/", planning_paste.paste_sessions, name="paste_sessions"),
    path("sessions/<int:pk>/", session.session, name="session"),
    path("sessions/<int:pk>/change/", running.change_session, name="change_session"),
    path("sessions/<int:pk>/remove/", running.remove_session, name="remove_session"),
    path("sessions/<int:pk>/held/", running.hold, name="hold"),
    path("sessions/<int:pk>/cancel/", running.cancel, name="cancel"),
    path("sessions/<int:pk>/planned/", running.plan_again, name="plan_again"),
    path("sessions/<int:pk>/speakers/", running.speakers, name="speakers"),
    path("sessions/<int:pk>/minutes/", running.minutes, name="minutes"),
    path("sessions/<int:pk>/handouts/", handouts.handouts, name="handouts"),
    path("handouts/<int:pk>/", handouts.handout, name="handout"),
    path("handouts/<int:pk>/change/", handouts.change_handout, name="change_handout"),
    path("handouts/<int:pk>/remove/", handouts.remove_handout, name="remove_handout"),
    path("sessions/<int:pk>/channels/new/", channels.add_channel, name="add_channel"),
    path("channels/<int:pk>/change/", channels.change_channel, name="change_channel"),
    path("channels/<int:pk>/remove/", channels.remove_channel, name="remove_channel"),
    path("channels/<int:pk>/history/", session.history, name="history"),
    path("channels/<int:pk>/undo/", session.undo, name="undo"),
]
