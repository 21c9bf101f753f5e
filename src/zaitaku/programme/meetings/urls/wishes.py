"""Wishes and supporters of Team Orange."""

from django.urls import URLPattern, URLResolver, path

from zaitaku.programme.meetings.views import supporters, wishes

urlpatterns: list[URLPattern | URLResolver] = [
    path("wishes/", wishes.board, name="wishes"),
    path("wishes/overview/", wishes.overview, name="wish_overview"),
    path("wishes/new/", wishes.add, name="add_wish"),
    path("wishes/<int:pk>/", wishes.detail, name="wish"),
    path("wishes/<int:pk>/change/", wishes.change, name="change_wish"),
    path("wishes/<int:pk>/match/", wishes.match, name="match_wish"),
    path("wishes/<int:pk>/matches/<int:match>/undo/", wishes.unmatch, name="unmatch_wish"),
    path("wishes/<int:pk>/end/", wishes.end, name="end_wish"),
    path("wishes/<int:pk>/reopen/", wishes.reopen, name="reopen_wish"),
    path("supporters/", supporters.supporters, name="supporters"),
    path("supporters/new/", supporters.add, name="add_supporter"),
    path("supporters/<int:pk>/", supporters.change, name="supporter"),
]
