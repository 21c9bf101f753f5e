"""Addresses: Guidelines and notices with who opened them, the casebook, videos."""

from django.urls import URLPattern

app_name = "library"
urlpatterns: list[URLPattern] = []
