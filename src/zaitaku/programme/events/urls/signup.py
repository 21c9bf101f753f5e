"""Sign-up: the public form, one's own entry, the lists of staff, the removal of personal data."""

from django.urls import URLPattern, URLResolver, path

from zaitaku.programme.events.views.signup import around, public, removal, staff

urlpatterns: list[URLPattern | URLResolver] = [
    path("sign-up/<int:pk>/", public.form, name="sign_up"),
    path("lots/<int:pk>/", around.draw, name="draw"),
    path("my/<str:key>/", public.mine, name="my_sign_up"),
    path("my/<str:key>/change/", public.change, name="change_my_sign_up"),
    path("my/<str:key>/cancel/", public.cancel, name="cancel_my_sign_up"),
    path("my/<str:key>/event.ics", public.calendar, name="my_calendar"),
    path("channels/<int:pk>/sign-ups/", staff.sign_ups, name="sign_ups"),
    path("channels/<int:pk>/sign-ups/print/", staff.print_list, name="print_sign_ups"),
    path("channels/<int:pk>/sign-ups/add/", staff.add, name="add_sign_up"),
    path("channels/<int:pk>/sign-ups.xlsx", around.export, name="export_sign_ups"),
    path("channels/<int:pk>/sign-up-link/", around.link, name="sign_up_link"),
    path("channels/<int:pk>/lottery/", around.lottery, name="lottery"),
    path("sign-ups/<int:pk>/", staff.one, name="staff_sign_up"),
    path("sign-ups/<int:pk>/cancel/", staff.cancel, name="cancel_sign_up"),
    path("sign-ups/<int:pk>/told/", staff.told, name="told_sign_up"),
    path("sign-ups/<int:pk>/link/", staff.link_again, name="send_sign_up_link"),
    path("sign-ups/<int:pk>/restore/", staff.restore, name="restore_sign_up"),
    path("<int:pk>/personal-data/", removal.personal_data, name="personal_data"),
]
