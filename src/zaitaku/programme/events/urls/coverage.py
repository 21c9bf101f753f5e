"""The spread of events over the areas."""

from django.urls import URLPattern, URLResolver, path

from zaitaku.programme.events.views import coverage

urlpatterns: list[URLPattern | URLResolver] = [
    path("coverage/", coverage.table, name="coverage"),
    path("coverage.xlsx", coverage.excel, name="coverage_excel"),
    path("coverage.json", coverage.map_data, name="coverage_data"),
]
