from django.urls import path

from zaitaku.portal import views

app_name = "portal"
urlpatterns = [path("", views.accessibility, name="accessibility")]
