"""The pages of allauth that the product uses. Signing up, changing the address and mails with links are left out."""

from allauth.account import views as account
from allauth.socialaccount import views as social
from django.urls import include, path

from zaitaku.core.accounts.views import own

urlpatterns = [
    path("login/", account.login, name="account_login"),
    path("logout/", account.logout, name="account_logout"),
    path("closed/", account.account_inactive, name="account_inactive"),
    path("signup/", account.signup, name="account_signup"),  # says that people are invited
    path("reauthenticate/", account.reauthenticate, name="account_reauthenticate"),
    path("password/", account.password_change, name="account_change_password"),
    path("password/none/", own.no_password, name="account_set_password"),  # the name allauth asks for
    path("second-factor/", include("allauth.mfa.urls")),
    path("directory/cancelled/", social.login_cancelled, name="socialaccount_login_cancelled"),
    path("directory/error/", social.login_error, name="socialaccount_login_error"),
    path("directory/signup/", social.signup, name="socialaccount_signup"),
    path("directory/", include("allauth.socialaccount.providers.openid_connect.urls")),
]
