"""Settings of the mail server; all from the environment."""

import os
from urllib.parse import urlsplit

from zaitaku.config.login import BASE_URL

_PORTS = {"starttls": 587, "ssl": 465, "off": 25}
_tls = os.environ.get("ZAITAKU_SMTP_TLS", "starttls")
if _tls not in _PORTS:
    raise ValueError(f"ZAITAKU_SMTP_TLS is {_tls!r}; it must be one of {', '.join(_PORTS)}")

EMAIL_HOST = os.environ.get("ZAITAKU_SMTP_HOST", "")
EMAIL_PORT = int(os.environ.get("ZAITAKU_SMTP_PORT") or _PORTS[_tls])
EMAIL_HOST_USER = os.environ.get("ZAITAKU_SMTP_USER", "")
EMAIL_HOST_PASSWORD = os.environ.get("ZAITAKU_SMTP_PASSWORD", "")
EMAIL_USE_TLS = _tls == "starttls"
EMAIL_USE_SSL = _tls == "ssl"
EMAIL_TIMEOUT = 20  # seconds for each step of the talk with the server
DEFAULT_FROM_EMAIL = SERVER_EMAIL = (
    os.environ.get("ZAITAKU_MAIL_FROM") or f"zaitaku@{urlsplit(BASE_URL).hostname or 'localhost'}"
)
