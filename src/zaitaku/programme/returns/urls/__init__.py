"""Addresses of returns."""

from zaitaku.programme.returns.urls import asking, board, excel, sheets, steps

app_name = "returns"
urlpatterns = [
    *asking.urlpatterns,
    *sheets.urlpatterns,
    *steps.urlpatterns,
    *excel.urlpatterns,
    *board.urlpatterns,
]
