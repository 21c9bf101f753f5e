from django.urls import path

from zaitaku.core.accounts.views import audit

app_name = "audit"
urlpatterns = [path("audit/", audit.entries, name="entries")]
