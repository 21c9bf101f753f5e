"""Series, sessions, channels, and what was counted."""

from django.urls import URLPattern, URLResolver, path

from zaitaku.programme.events.views import paste, running, series, session

urlpatterns: list[URLPattern | URLResolver] = [
    path("", series.series_list, name="series_list"),
    path("new/", series.add, name="add"),
    path("<int:pk>/", series.detail, name="series"),
    path("<int:pk>/copy/", series.copy, name="copy"),
    path("<int:pk>/paste/", paste.paste, name="paste"),
    path("<int:pk>/sessions/new/", running.add_session, name="add_session"),
    path("sessions/<int:pk>/", session.session, name="session"),
    path("sessions/<int:pk>/change/", running.change_session, name="change_session"),
    path("sessions/<int:pk>/held/", running.hold, name="hold"),
    path("sessions/<int:pk>/cancel/", running.cancel, name="cancel"),
    path("sessions/<int:pk>/channels/new/", running.add_channel, name="add_channel"),
    path("channels/<int:pk>/history/", session.history, name="history"),
    path("channels/<int:pk>/undo/", session.undo, name="undo"),
]
