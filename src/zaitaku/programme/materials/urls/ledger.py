"""Stock: editions, print runs, movements of one day, stocktakes."""

from django.urls import path

from zaitaku.programme.materials.views import ledger

urlpatterns = [
    path("<int:pk>/book/", ledger.book, name="book"),
    path("<int:pk>/editions/new/", ledger.add_edition, name="add_edition"),
    path("editions/<int:pk>/", ledger.change_edition, name="change_edition"),
    path("<int:pk>/print-runs/new/", ledger.add_run, name="add_run"),
    path("print-runs/<int:pk>/", ledger.change_run, name="change_run"),
    path("print-runs/<int:pk>/delivered/", ledger.deliver_run, name="deliver_run"),
    path("print-runs/<int:pk>/cancel/", ledger.cancel_run, name="cancel_run"),
    path("<int:pk>/stocktakes/new/", ledger.take_stock, name="take_stock"),
    path("stocktakes/<int:pk>/withdraw/", ledger.withdraw_stocktake, name="withdraw_stocktake"),
]
