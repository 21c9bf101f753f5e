"""The one shape in which this layer says no: a stable code and the reason and remedy in both languages."""

from __future__ import annotations


class Refusal(ValueError):
    """Input that is not taken. `code` is stable (tests, API); each message names the reason and the remedy."""

    code = "refused"

    def __init__(self, message_ja: str, message_en: str, *, code: str | None = None) -> None:
        super().__init__(f"{message_ja} / {message_en}")
        self.message_ja = message_ja
        self.message_en = message_en
        if code is not None:
            self.code = code


def shown(value: object, limit: int = 40) -> str:
    """The refused value as it can safely stand in a message: escaped where unprintable, and not endless."""
    text = value if isinstance(value, str) else str(value)
    safe = "".join(c if c.isprintable() else f"\\u{ord(c):04x}" for c in text[:limit])
    return safe + ("…" if len(text) > limit else "")
