"""Titles and their movements."""

from django.urls import path

from zaitaku.programme.materials.views import titles as views

urlpatterns = [
    path("", views.titles, name="titles"),
    path("new/", views.add, name="add"),
    path("titles.xlsx", views.titles_xlsx, name="titles_xlsx"),
    path("<int:pk>/", views.title, name="title"),
    path("<int:pk>/change/", views.change, name="change"),
    path("<int:pk>/movements.xlsx", views.movements_xlsx, name="movements_xlsx"),
    path("<int:pk>/movements/new/", views.add_movement, name="add_movement"),
    path("movements/<int:pk>/", views.correct, name="correct"),
    path("movements/<int:pk>/withdraw/", views.withdraw, name="withdraw"),
    path("movements/<int:pk>/history/", views.history, name="history"),
]
