"""Courses of several parts. The first argument is the series."""

from django.urls import URLPattern, URLResolver, path

from zaitaku.programme.meetings.views import certificates, courses, enrolment

urlpatterns: list[URLPattern | URLResolver] = [
    path("courses/", courses.courses, name="courses"),
    path("courses/<int:pk>/", courses.course, name="course"),
    path("courses/<int:pk>/rule/", courses.set_up, name="set_up_course"),
    path("courses/<int:pk>/undo/", courses.undo, name="undo_register"),
    path("courses/<int:pk>/missing/", courses.missing, name="missing_parts"),
    path("courses/<int:pk>/enrol/", enrolment.enrol_one, name="enrol_one"),
    path("courses/<int:pk>/enrol/paste/", enrolment.enrol_paste, name="enrol_paste"),
    path("courses/<int:pk>/enrol/sign-ups/", enrolment.enrol_sign_ups, name="enrol_sign_ups"),
    path("courses/<int:pk>/certificates/", certificates.certificates, name="certificates"),
    path("courses/<int:pk>/certificates/all.pdf", certificates.certificates_pdf, name="certificates_pdf"),
    path("courses/<int:pk>/register.xlsx", certificates.export, name="export_register"),
    path("enrolments/<int:pk>/", enrolment.enrolment, name="enrolment"),
    path("enrolments/<int:pk>/certificate.pdf", certificates.certificate_pdf, name="certificate_pdf"),
]
