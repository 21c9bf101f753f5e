"""The 医療・介護連携シート to fill in."""

from django.urls import path

from zaitaku.programme.materials.views import coordination as views

urlpatterns = [
    path("coordination-sheet/<int:pk>/", views.sheet, name="coordination_sheet"),
    path("coordination-sheet/<int:pk>/sheet.pdf", views.as_pdf, name="coordination_pdf"),
    path("coordination-sheet/<int:pk>/sheet.xlsx", views.as_xlsx, name="coordination_xlsx"),
    path("<int:pk>/as-form/", views.offer, name="offer_as_form"),
]
