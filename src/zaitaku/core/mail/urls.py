from django.urls import path

from zaitaku.core.mail import views

app_name = "mail"
urlpatterns = [
    path("letters/", views.letters, name="letters"),
    path("letters/<int:pk>/again/", views.again, name="again"),
]
