"""Every address of the product."""

from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [
    path("i18n/", include("django.conf.urls.i18n")),
    path("account/", include("zaitaku.core.accounts.urls.login")),
    path("", include("zaitaku.core.accounts.urls")),
    path("", include("zaitaku.core.accounts.urls.areas")),
    path("", include("zaitaku.core.accounts.urls.audit")),
    path("", include("zaitaku.core.jobs.urls")),
    path("", include("zaitaku.core.mail.urls")),
    path("plan/", include("zaitaku.programme.plans.urls")),
    path("events/", include("zaitaku.programme.events.urls")),
    path("", include("zaitaku.programme.meetings.urls")),
    path("returns/", include("zaitaku.programme.returns.urls")),
    path("materials/", include("zaitaku.programme.materials.urls")),
    path("library/", include("zaitaku.programme.library.urls")),
    path("groups/", include("zaitaku.programme.facilities.urls")),
    path("papers/", include("zaitaku.programme.council.urls")),
    path("", include("zaitaku.workspace.urls")),
    path("", include("zaitaku.portal.urls")),
]

handler400 = "zaitaku.core.pages.views.bad_request"
handler403 = "zaitaku.core.pages.views.permission_denied"
handler404 = "zaitaku.core.pages.views.page_not_found"
handler500 = "zaitaku.core.pages.views.server_error"
