"""From sending in to locking, with the questions in between."""

from django.urls import path

from zaitaku.programme.returns.views import round_steps, steps, threads

urlpatterns = [
    path("collected-sheets/<int:pk>/submit/", steps.submit, name="submit"),
    path("collected-sheets/<int:pk>/hand-back/", steps.hand_back, name="hand_back"),
    path("collected-sheets/<int:pk>/accept/", steps.accept, name="accept"),
    path("collected-sheets/<int:pk>/lock/", steps.lock, name="lock"),
    path("collected-sheets/<int:pk>/reopen/", steps.reopen, name="reopen"),
    path("collected-sheets/<int:pk>/excuse/", steps.excuse, name="excuse"),
    path("collected-sheets/<int:pk>/ask/", threads.ask, name="ask"),
    path("sheet-queries/<int:pk>/", threads.query, name="query"),
    path("sheet-queries/<int:pk>/close/", threads.close, name="close_query"),
    path("months/<int:pk>/accept/", round_steps.accept_round, name="accept_round"),
    path("months/<int:pk>/lock/", round_steps.lock_round, name="lock_round"),
]
