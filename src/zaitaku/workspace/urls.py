from django.urls import path

from zaitaku.workspace.views import bundle, check, figure, home, indicators, papers, row_text, year

app_name = "workspace"
urlpatterns = [
    path("", home.home, name="home"),
    path("year/", year.years, name="years"),
    path("year/<int:year>/", year.year, name="year"),
    path("year/<int:year>/initiatives/<str:key>/", year.initiative, name="initiative"),
    path("year/<int:year>/figures/<str:code>/", figure.passport, name="figure"),
    path("year/<int:year>/figures/<str:code>/confirm/", figure.confirm, name="confirm"),
    path("year/<int:year>/figures/<str:code>/withdraw/", figure.withdraw, name="withdraw"),
    path("year/indicators/", indicators.indicators, name="indicators"),
    path("year/indicators/new/", indicators.functions, name="functions"),
    path("year/indicators/new/<str:function>/", indicators.add, name="add_indicator"),
    path("year/indicators/<int:pk>/", indicators.change, name="change_indicator"),
    path("year/indicators/<int:pk>/remove/", indicators.remove, name="remove_indicator"),
    path("events/<int:pk>/figures/", indicators.of_series, name="series_figures"),
    path("year/<int:year>/initiatives/<str:key>/words/", row_text.row_text, name="row_text"),
    path("year/<int:year>/initiatives/<str:key>/words/preview/", row_text.preview, name="row_preview"),
    path("drafts/<int:pk>/", papers.paper, name="paper"),
    path("drafts/<int:pk>/file.<str:suffix>", papers.download, name="paper_download"),
    path("papers/<int:pk>/bundle/", bundle.bundle, name="bundle"),
    path("bundles/<int:pk>/", bundle.bundle_download, name="bundle_file"),
    path("drafts/<int:pk>/freeze/", papers.freeze, name="freeze"),
    path("drafts/<int:pk>/changes/", papers.changes, name="paper_changes"),
    path("papers/<int:pk>/errata/", papers.errata, name="errata"),
    path("papers/<int:pk>/errata/<str:what>.<str:suffix>", papers.errata_download, name="errata_download"),
    path("open-marks/<int:pk>/fill/", papers.fill_mark, name="fill_mark"),
    path("check/", check.check_page, name="check"),
]
