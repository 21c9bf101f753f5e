from django.urls import path

from zaitaku.programme.council.views import compare, marks, papers

app_name = "council"
urlpatterns = [
    path("", papers.papers, name="papers"),
    path("new/", papers.new_paper, name="new"),
    path("compare/", compare.compare, name="compare"),
    path("open-marks/", marks.open_marks, name="open_marks"),
    path("<int:pk>/", papers.paper, name="paper"),
    path("<int:pk>/file.<str:suffix>", papers.download, name="download"),
]
