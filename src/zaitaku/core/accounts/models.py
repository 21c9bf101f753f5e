"""People and the roles they hold for organisations."""

from datetime import date, datetime
from typing import ClassVar

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models.functions import Lower
from django.utils.crypto import salted_hmac

from zaitaku.core.accounts.choices import Role
from zaitaku.core.areas.models import Dated, Organisation, ends_after_it_begins, exists_on


class PersonManager(BaseUserManager["Person"]):
    """Lets the framework find a person by e-mail address, upper and lower case alike."""

    def get_by_natural_key(self, username: str | None) -> "Person":
        return self.get(email__iexact=username)


class Person(AbstractBaseUser):
    """Somebody who can sign in, or the installation itself (`is_system`) when a command writes."""

    email = models.EmailField(unique=True)
    name = models.CharField(max_length=100)
    is_active = models.BooleanField(default=True)
    is_system = models.BooleanField(default=False)
    previous_login = models.DateTimeField(null=True, blank=True)
    language = models.CharField(max_length=5, default="ja")
    sign_out_key = models.CharField(max_length=32, blank=True)
    created = models.DateTimeField(auto_now_add=True)

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]
    objects = PersonManager()

    class Meta:
        constraints = [models.UniqueConstraint(Lower("email"), name="person_email_once")]

    def __str__(self) -> str:
        return self.name

    def get_session_auth_hash(self) -> str:
        """A new password or a new `sign_out_key` ends every session of the person."""
        return salted_hmac(
            "zaitaku.accounts.session", f"{self.password} {self.sign_out_key}", algorithm="sha256"
        ).hexdigest()


class MembershipQuerySet(models.QuerySet["Membership"]):
    def holding(self, day: date) -> "MembershipQuerySet":
        """Those that hold on a day: within their own days and those of the organisation."""
        return self.filter(exists_on(day), exists_on(day, "organisation__"))


class Membership(Dated):
    """A role held for an organisation from a day until a day."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="memberships")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="memberships")
    role = models.CharField(max_length=30, choices=Role.choices)
    objects = MembershipQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "organisation", "role", "valid_from"], name="membership_once"),
            ends_after_it_begins("membership_ends_after_it_begins"),
        ]

    def __str__(self) -> str:
        return f"{self.person} / {self.organisation} / {self.role}"

    def holds_on(self, day: date) -> bool:
        return self.exists_on(day) and self.organisation.exists_on(day)


class Invitation(models.Model):
    """A link with which a person sets a password, once. Only the digest of its token is kept."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="invitations")
    token_digest = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField()
    created_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    expires_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person"], condition=models.Q(ended_at=None), name="one_open_invitation"),
        ]

    def __str__(self) -> str:
        return f"{self.person} {self.created_at:%Y-%m-%d}"

    def is_open(self, now: datetime) -> bool:
        return self.ended_at is None and now < self.expires_at
