"""Accompanied visits. The argument of `visits/` is the series."""

from django.urls import URLPattern, URLResolver, path

from zaitaku.programme.meetings.views import rounds, slots, trainees, visit_questionnaires, visits

urlpatterns: list[URLPattern | URLResolver] = [
    path("visits/", visits.index, name="visits"),
    path("visits/own/", visits.own_rounds, name="own_rounds"),
    path("visits/<int:pk>/", visits.visits, name="series_visits"),
    path("visits/<int:pk>/rounds/new/", visits.add_round, name="add_round"),
    path("visits/<int:pk>/hospitals/new/", visits.add_hospital, name="add_hospital"),
    path("hospitals/<int:pk>/", visits.hospital, name="hospital"),
    path("hospitals/<int:pk>/review/", visits.own_review, name="own_review"),
    path("rounds/<int:pk>/", rounds.round_page, name="round"),
    path("rounds/<int:pk>/change/", rounds.change_round, name="change_round"),
    path("rounds/<int:pk>/match/", rounds.match_round, name="match_round"),
    path("rounds/<int:pk>/settle/", rounds.settle_round, name="settle_round"),
    path("rounds/<int:pk>/reopen/", rounds.reopen_round, name="reopen_round"),
    path("rounds/<int:pk>/held/", rounds.held, name="visits_held"),
    path("rounds/<int:pk>/questionnaires/", visit_questionnaires.visit_questionnaires, name="visit_questionnaires"),
    path("rounds/<int:pk>/days/", rounds.days, name="visit_days"),
    path("rounds/<int:pk>/visits.xlsx", rounds.export, name="export_visits"),
    path("rounds/<int:pk>/own/", trainees.own_round, name="own_round"),
    path("rounds/<int:pk>/trainees/new/", trainees.add_trainee, name="add_trainee"),
    path("rounds/<int:pk>/trainees/paste/", trainees.paste_trainees, name="paste_trainees"),
    path("rounds/<int:pk>/slots/new/", slots.add_slot, name="add_slot"),
    path("rounds/<int:pk>/slots/paste/", slots.paste_slots, name="paste_slots"),
    path("visit-slots/<int:pk>/", slots.slot, name="slot"),
    path("trainees/<int:pk>/", trainees.trainee, name="trainee"),
    path("trainees/<int:pk>/place/", trainees.place, name="place_trainee"),
]
