"""Issues of community care meetings."""

from django.urls import URLPattern, URLResolver, path

from zaitaku.programme.meetings.views import gathering, issues

urlpatterns: list[URLPattern | URLResolver] = [
    path("issues/", issues.issues, name="issues"),
    path("issues/new/", issues.add, name="add_issue"),
    path("issues/gather/", gathering.gather, name="gather_issues"),
    path("issues/chain/", gathering.chain, name="issue_chain"),
    path("issues/chain.xlsx", gathering.export, name="issue_export"),
    path("issues/<int:pk>/", issues.detail, name="issue"),
    path("issues/<int:pk>/change/", issues.change, name="change_issue"),
    path("issues/<int:pk>/release/", issues.release, name="release_issue"),
]
of_session: list[URLPattern | URLResolver] = [
    path("sessions/<int:pk>/issues/", issues.of_session, name="session_issues"),
]
