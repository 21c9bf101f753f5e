"""The sheet as an Excel file, out and in."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
