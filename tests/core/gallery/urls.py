"""Addresses of the component gallery: for tests only, never part of the product."""

from django.urls import include, path

from tests.core.gallery import views

plans = ([path("", views.gallery, name="tree")], "plans")
events = ([path("", views.gallery, name="series_list")], "events")
workspace = (
    [
        path("", views.gallery, name="home"),
        path("years/", views.gallery, name="years"),
        path("check/", views.gallery, name="check"),
    ],
    "workspace",
)
urlpatterns = [
    path("", include(workspace)),
    path("plan/", include(plans)),
    path("events/", include(events)),
    path("returns/", include(([path("", views.gallery, name="forms")], "returns"))),
    path("materials/", include(([path("", views.gallery, name="titles")], "materials"))),
    path("papers/", include(([path("", views.gallery, name="papers")], "council"))),
    path("people/", include(([path("", views.gallery, name="people")], "accounts"))),
    path("audit/", include(([path("", views.gallery, name="entries")], "audit"))),
    path("", include("zaitaku.portal.urls")),
    path("i18n/", include("django.conf.urls.i18n")),
    path("broken/", views.broken),
]
handler400 = "zaitaku.core.pages.views.bad_request"
handler403 = "zaitaku.core.pages.views.permission_denied"
handler404 = "zaitaku.core.pages.views.page_not_found"
handler500 = "zaitaku.core.pages.views.server_error"
