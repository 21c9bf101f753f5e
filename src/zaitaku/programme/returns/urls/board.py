"""Rounds: who has sent what by when."""

from django.urls import path

from zaitaku.programme.returns.views import board, covering, senders, yearbook

urlpatterns = [
    path("collected/<int:pk>/", board.board, name="board"),
    path("collected/<int:pk>/open/", board.open_round, name="open_round"),
    path("collected/<int:pk>/remind/", board.remind_late, name="remind"),
    path("collected-sheets/<int:pk>/telephoned/", covering.telephoned, name="telephoned"),
    path("collected-sheets/<int:pk>/covers/", covering.covers, name="covers"),
    path("collected/<int:pk>/completeness/", board.completeness, name="completeness"),
    path("collected/<int:pk>/completeness.xlsx", board.completeness_file, name="completeness_file"),
    path("collected/<int:pk>/year-book/", yearbook.yearbook, name="yearbook"),
    path("collected/<int:pk>/year-book.xlsx", yearbook.yearbook_file, name="yearbook_file"),
    path("collected/<int:pk>/senders/", senders.senders, name="senders"),
    path("senders/<int:pk>/end/", senders.end, name="end_sender"),
    path("months/<int:pk>/due/", board.due_day, name="due_day"),
]
