from django.urls import path

from zaitaku.programme.plans.views import editing, importing, reading, settling

app_name = "plans"
urlpatterns = [
    path("", reading.tree, name="tree"),
    path("versions/", reading.versions, name="versions"),
    path("compare/", reading.compare, name="compare"),
    path("import/", importing.upload, name="import"),
    path("import/<str:token>/", importing.preview, name="preview"),
    path("<int:version>/", reading.version, name="version"),
    path("<int:version>/crosstab/", reading.crosstab, name="crosstab"),
    path("<int:version>/judgeable/", reading.judgeable, name="judgeable"),
    path("<int:version>/export/<str:form>/", reading.export, name="export"),
    path("<int:version>/undo/", editing.undo, name="undo"),
    path("<int:version>/add/", editing.add, name="add_root"),
    path("<int:version>/revise/", settling.revise, name="revise"),
    path("<int:version>/adopt/", settling.adopt, name="adopt"),
    path("<int:version>/reason/", settling.reason, name="reason"),
    path("<int:version>/part/<str:key>/", reading.part, name="initiative"),
    path("<int:version>/part/<str:key>/edit/", editing.edit, name="edit"),
    path("<int:version>/part/<str:key>/indicators/", editing.indicators, name="indicators"),
    path("<int:version>/part/<str:key>/add/", editing.add, name="add"),
    path("<int:version>/part/<str:key>/move/", editing.move, name="move"),
    path("<int:version>/part/<str:key>/remove/", editing.remove, name="remove"),
]
