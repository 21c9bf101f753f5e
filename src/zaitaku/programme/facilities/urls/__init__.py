"""Addresses: Community groups that support home care, entered by themselves."""

from django.urls import URLPattern

app_name = "facilities"
urlpatterns: list[URLPattern] = []
