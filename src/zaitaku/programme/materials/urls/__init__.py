"""Addresses of materials."""

from zaitaku.programme.materials.urls import coordination, destinations, ledger, orders, titles

app_name = "materials"
urlpatterns = [
    *titles.urlpatterns,
    *ledger.urlpatterns,
    *destinations.urlpatterns,
    *orders.urlpatterns,
    *coordination.urlpatterns,
]
