"""The sheet as an Excel file, out and in."""

from django.urls import path

from zaitaku.programme.returns.views import excel, export

urlpatterns = [
    path("sheets/<int:pk>/workbook/", excel.workbook, name="workbook"),
    path("sheets/<int:pk>/upload/", excel.upload, name="upload"),
    path("uploads/<int:pk>/", excel.mend, name="mend"),
    path("collected/<int:pk>/workbooks/", excel.workbooks, name="workbooks"),
    path("<int:pk>/export/", export.export, name="export"),
]
