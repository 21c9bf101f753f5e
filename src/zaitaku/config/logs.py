"""What goes wrong stands on standard error, without the people it is about. Requests are the proxy's to log."""

import logging
from typing import Any

from zaitaku.analysis.discreet import without_people


class Discreet(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        return without_people(super().format(record))


LOGGING: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"discreet": {"()": Discreet, "format": "%(asctime)s %(levelname)s %(name)s: %(message)s"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "discreet"}},
    "root": {"handlers": ["stderr"], "level": "WARNING"},
    "loggers": {
        "django": {"handlers": [], "level": "WARNING"},  # Django's own handlers are silent unless DEBUG is on
        "django.request": {"level": "ERROR"},  # not every address that does not exist
    },
}
