"""Settings of signing in: allauth, the second factor, a directory of the town hall through OIDC, time-outs."""

import os
from urllib.parse import urlsplit

BASE_URL = os.environ.get("ZAITAKU_BASE_URL", "http://localhost:8000")
# Addresses of the demo's accounts, whose password is public. The domain can belong to nobody (RFC 2606).
DEMO_DOMAIN = "demo.example"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"

ACCOUNT_ADAPTER = "zaitaku.core.accounts.adapters.AccountAdapter"
ACCOUNT_FORMS = {"login": "zaitaku.core.accounts.forms.SignInForm"}
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"  # an invitation proves the address
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_REAUTHENTICATION_TIMEOUT = 300
# The number of reverse proxies in front, so that rate limits count the visitor's address and not the proxy's.
ALLAUTH_TRUSTED_PROXY_COUNT = int(os.environ.get("ZAITAKU_PROXIES", "0"))

MFA_ADAPTER = "zaitaku.core.accounts.adapters.SecondFactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_ALLOW_UNVERIFIED_EMAIL = True
MFA_TOTP_ISSUER = "Zaitaku"
MFA_TOTP_TOLERANCE = 1
# Browsers allow passkeys on plain http for localhost only.
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = BASE_URL.startswith("http://localhost")

SOCIALACCOUNT_ADAPTER = "zaitaku.core.accounts.adapters.DirectoryAdapter"
SOCIALACCOUNT_ONLY = False
SOCIALACCOUNT_EMAIL_VERIFICATION = "none"
SOCIALACCOUNT_EMAIL_AUTHENTICATION = True
SOCIALACCOUNT_EMAIL_AUTHENTICATION_AUTO_CONNECT = True
SOCIALACCOUNT_STORE_TOKENS = False
OIDC_URL = os.environ.get("ZAITAKU_OIDC_URL", "")
# The directory asks for a second factor itself, so that ours need not.
OIDC_HAS_SECOND_FACTOR = os.environ.get("ZAITAKU_OIDC_SECOND_FACTOR", "") == "1"
SOCIALACCOUNT_PROVIDERS = {
    "openid_connect": {
        "OAUTH_PKCE_ENABLED": True,
        "APPS": [
            {
                "provider_id": "oidc",
                "name": os.environ.get("ZAITAKU_OIDC_NAME", "OpenID Connect"),
                "client_id": os.environ.get("ZAITAKU_OIDC_CLIENT", ""),
                "secret": os.environ.get("ZAITAKU_OIDC_SECRET", ""),
                "settings": {
                    "server_url": OIDC_URL,
                    # Some directories do not say that they know an address to be its owner's.
                    "verified_email": os.environ.get("ZAITAKU_OIDC_TRUST_EMAIL", "") == "1",
                },
            }
        ]
        if OIDC_URL
        else [],
    }
}
# The browser checks where a form leads after redirections too, hence the directory must stand in form-action.
OIDC_ORIGINS = [f"{part.scheme}://{part.netloc}" for part in [urlsplit(OIDC_URL)] if part.netloc]
OIDC_ORIGINS += [origin for origin in os.environ.get("ZAITAKU_OIDC_ORIGINS", "").split(",") if origin]

IDLE_MINUTES = int(os.environ.get("ZAITAKU_IDLE_MINUTES", "30"))
SESSION_HOURS = int(os.environ.get("ZAITAKU_SESSION_HOURS", "12"))
SESSION_COOKIE_AGE = SESSION_HOURS * 3600
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
INVITATION_DAYS = int(os.environ.get("ZAITAKU_INVITATION_DAYS", "14"))
