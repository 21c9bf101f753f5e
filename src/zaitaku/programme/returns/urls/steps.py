"""From sending in to locking, with the questions in between."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
