"""Who came: the door, the sheet, counts by category, online reports."""

from django.urls import URLPattern, URLResolver, path

from zaitaku.programme.events.views import attendance_by, attendance_sheet, checkin, online

urlpatterns: list[URLPattern | URLResolver] = [
    path("channels/<int:pk>/door/", checkin.door, name="door"),
    path("channels/<int:pk>/door/state/", checkin.door_state, name="door_state"),
    path("channels/<int:pk>/sheet.pdf", attendance_sheet.sign_in_sheet, name="sign_in_sheet"),
    path("channels/<int:pk>/sheet/", attendance_sheet.paper_entry, name="paper_entry"),
    path("channels/<int:pk>/online/", online.online_reports, name="online_reports"),
    path("channels/<int:pk>/parts/", attendance_by.parts, name="parts"),
    path("<int:pk>/attendance-by/", attendance_by.attendance_by, name="attendance_by"),
    path("<int:pk>/attendance-by/excel/", attendance_by.attendance_by_excel, name="attendance_by_excel"),
    path("online-reports/<int:pk>/", online.online_report, name="online_report"),
]
