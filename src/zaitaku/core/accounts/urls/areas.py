from django.urls import path

from zaitaku.core.accounts.views import organisations

app_name = "areas"
urlpatterns = [
    path("organisations/", organisations.organisations, name="organisations"),
    path("organisations/add/", organisations.add, name="add"),
    path("organisations/<int:pk>/", organisations.change, name="change"),
    path("organisations/<int:pk>/end/", organisations.end, name="end"),
    path("areas/", organisations.areas, name="areas"),
]
