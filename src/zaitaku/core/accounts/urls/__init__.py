from django.urls import path

from zaitaku.core.accounts.views import changes, people

app_name = "accounts"
urlpatterns = [
    path("people/", people.people, name="people"),
    path("people/invite/", people.invite, name="invite"),
    path("people/<int:pk>/", people.person, name="person"),
    path("people/<int:pk>/roles/", changes.add_role, name="add_role"),
    path("people/<int:pk>/roles/<int:membership>/end/", changes.end_role, name="end_role"),
    path("people/<int:pk>/link/", changes.link, name="link"),
    path("people/<int:pk>/reset-factor/", changes.reset_factor, name="reset_factor"),
    path("people/<int:pk>/deactivate/", changes.deactivate, name="deactivate"),
    path("people/<int:pk>/reactivate/", changes.reactivate, name="reactivate"),
    path("invitation/<str:token>/", people.invitation, name="invitation"),
]
