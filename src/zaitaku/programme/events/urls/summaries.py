"""Totals of a run."""

from django.urls import URLPattern, URLResolver, path

from zaitaku.programme.events.views import summaries

urlpatterns: list[URLPattern | URLResolver] = [
    path("<int:pk>/totals/", summaries.summaries, name="summaries"),
    path("totals/<int:pk>/take-back/", summaries.take_back, name="take_back_summary"),
]
