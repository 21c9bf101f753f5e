"""What somebody writes into the sign-up form, and the key under which it is kept."""

import secrets
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.utils.crypto import constant_time_compare, salted_hmac

from zaitaku.analysis.contacts import digits_of, is_address
from zaitaku.core.areas.models import Area
from zaitaku.programme.events.models import SignUp

_CHANCE, _SEAL = 16, 8  # bytes; together they are 32 characters


@dataclass(frozen=True, slots=True)
class SignUpEntry:
    """What somebody writes into the form. The same person is one with the same name and e-mail or telephone."""

    name: str
    kana: str = ""
    email: str = ""
    phone: str = ""
    seats: int = 1
    needs: Sequence[str] = ()
    needs_text: str = ""
    profession: str = ""
    office: str = ""
    area: Area | None = None
    age_group: str = ""

    @classmethod
    def of(cls, sign_up: SignUp) -> "SignUpEntry":
        values = {name: getattr(sign_up, name) for name in cls.__slots__}
        return cls(**(values | {"needs": tuple(sign_up.needs)}))

    @property
    def leads_elsewhere(self) -> bool:
        return is_address(self.name) or is_address(self.kana)

    def tidied(self) -> "SignUpEntry":
        return replace(self, email=self.email.lower(), phone=digits_of(self.phone), needs=tuple(self.needs))

    def as_fields(self) -> dict[str, Any]:
        values = {name: getattr(self, name) for name in self.__slots__}
        return values | {"needs": list(self.needs)}


def new_key() -> str:
    """128 random bits and a seal of ours: a link that somebody thought up, and others could guess, is not taken."""
    return _sealed(secrets.token_bytes(_CHANCE))


def is_key(text: str) -> bool:
    try:
        raw = urlsafe_b64decode(text.encode("ascii"))
    except ValueError:
        return False
    return len(raw) == _CHANCE + _SEAL and constant_time_compare(_sealed(raw[:_CHANCE]), text)


def _sealed(chance: bytes) -> str:
    seal = salted_hmac("zaitaku.events.sign_up", chance, algorithm="sha256").digest()[:_SEAL]
    return urlsafe_b64encode(chance + seal).decode()
