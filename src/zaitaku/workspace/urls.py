from django.urls import path

from zaitaku.workspace.views import check, figure, home, year

app_name = "workspace"
urlpatterns = [
    path("", home.home, name="home"),
    path("year/", year.years, name="years"),
    path("year/<int:year>/", year.year, name="year"),
    path("year/<int:year>/initiatives/<str:key>/", year.initiative, name="initiative"),
    path("year/<int:year>/figures/<str:code>/", figure.passport, name="figure"),
    path("year/<int:year>/figures/<str:code>/confirm/", figure.confirm, name="confirm"),
    path("year/<int:year>/figures/<str:code>/withdraw/", figure.withdraw, name="withdraw"),
    path("check/", check.check_page, name="check"),
]
