"""Addresses: Guidelines and notices with who opened them, the casebook, videos."""

from zaitaku.programme.library.urls import casebook, documents, videos

app_name = "library"
urlpatterns = [*documents.urlpatterns, *casebook.urlpatterns, *videos.urlpatterns]
