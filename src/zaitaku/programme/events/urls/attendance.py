"""Who came: the door, the sheet, counts by category, online reports."""

from django.urls import URLPattern, URLResolver, path

from zaitaku.programme.events.views import attendance_sheet, checkin, online

urlpatterns: list[URLPattern | URLResolver] = [
    path("channels/<int:pk>/door/", checkin.door, name="door"),
    path("channels/<int:pk>/door/state/", checkin.door_state, name="door_state"),
    path("channels/<int:pk>/sheet.pdf", attendance_sheet.sign_in_sheet, name="sign_in_sheet"),
    path("channels/<int:pk>/sheet/", attendance_sheet.paper_entry, name="paper_entry"),
    path("channels/<int:pk>/online/", online.online_reports, name="online_reports"),
    path("online-reports/<int:pk>/", online.online_report, name="online_report"),
]
