from django.urls import path

from zaitaku.programme.library.views import cases, editions

urlpatterns = [
    path("cases/", cases.cases, name="cases"),
    path("cases/add/", cases.add, name="add_case"),
    path("cases/<int:pk>/", cases.case, name="case"),
    path("cases/<int:pk>/change/", cases.change, name="change_case"),
    path("cases/<int:pk>/consent/", cases.consent, name="note_consent"),
    path("cases/<int:pk>/tick/", cases.tick, name="tick"),
    path("cases/<int:pk>/clear/", cases.clear, name="clear_case"),
    path("editions/", editions.editions, name="editions"),
    path("editions/add/", editions.add, name="add_edition"),
    path("editions/<int:pk>/", editions.edition, name="edition"),
    path("editions/<int:pk>/casebook.pdf", editions.pdf, name="edition_pdf"),
    path("editions/<int:pk>/offer/", editions.offer, name="offer_edition"),
]
