"""Questions, questionnaires and their answers."""

from django.urls import URLPattern, URLResolver, path

from zaitaku.programme.events.views import answers

urlpatterns: list[URLPattern | URLResolver] = [
    path("questions/new/", answers.add_question, name="add_question"),
    path("sessions/<int:pk>/answers/", answers.answers, name="answers"),
]
