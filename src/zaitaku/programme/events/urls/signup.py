"""Sign-up: the public form, one's own entry, the lists of staff."""

from django.urls import URLPattern, URLResolver, path

from zaitaku.programme.events.views.signup import public

urlpatterns: list[URLPattern | URLResolver] = [
    path("sign-up/<int:pk>/", public.form, name="sign_up"),
    path("my/<str:key>/", public.mine, name="my_sign_up"),
    path("my/<str:key>/change/", public.change, name="change_my_sign_up"),
    path("my/<str:key>/cancel/", public.cancel, name="cancel_my_sign_up"),
    path("my/<str:key>/event.ics", public.calendar, name="my_calendar"),
]
