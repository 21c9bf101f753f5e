"""Addresses of materials."""

from zaitaku.programme.materials.urls import orders, titles

app_name = "materials"
urlpatterns = [*titles.urlpatterns, *orders.urlpatterns]
