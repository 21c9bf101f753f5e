"""Invite somebody: prints the link with which a password is set. Makes the first administrator of an installation.

Where the database has no organisation yet, --area and --organisation tell both code and name of the first ones.

example:
  zaitaku invite --email hanako@example.jp --name 練馬花子 --role administrator \\
      --area "13120 練馬区" --organisation "chiiki 地域医療課"
  zaitaku invite --email taro@example.jp --name 練馬太郎 --role section_officer --organisation chiiki
"""

import argparse
from typing import TYPE_CHECKING

from zaitaku.cli.choose import municipality

if TYPE_CHECKING:
    from zaitaku.core.accounts.models import Person
    from zaitaku.core.areas.models import Organisation


def add_arguments(parser: argparse.ArgumentParser) -> None:
    from zaitaku.core.accounts.choices import Role

    parser.add_argument("--email", required=True)
    parser.add_argument("--name", required=True)
    parser.add_argument("--role", required=True, choices=[role.value for role in Role])
    parser.add_argument(
        "--organisation", required=True, metavar="CODE", help='its code; "CODE NAME" makes the first one'
    )
    parser.add_argument("--area", metavar='"CODE NAME"', help="the municipality of the first organisation")


def run(options: argparse.Namespace) -> int:
    from django.conf import settings
    from django.core.validators import validate_email
    from django.db import transaction
    from django.urls import reverse
    from django.utils import timezone

    from zaitaku.cli.main import Refused, show
    from zaitaku.core.accounts import actions
    from zaitaku.core.accounts.choices import Role

    validate_email(options.email)
    try:
        with transaction.atomic():
            by = actions.system_person()
            _, token = actions.invite(
                by=by,
                email=options.email,
                name=options.name,
                role=Role(options.role),
                organisation=_organisation(options, by),
                valid_from=timezone.localdate(),
                days=settings.INVITATION_DAYS,
            )
    except actions.AlreadyInvited as error:
        raise Refused(f"{options.email} belongs to somebody already") from error
    link = settings.BASE_URL.rstrip("/") + reverse("accounts:invitation", args=[token])
    show(options, {"link": link, "days": settings.INVITATION_DAYS}, link)
    return 0


def _organisation(options: argparse.Namespace, by: "Person") -> "Organisation":
    from django.utils import timezone

    from zaitaku.cli.main import Refused
    from zaitaku.core.areas.actions import add_organisation
    from zaitaku.core.areas.choices import OrganisationKind
    from zaitaku.core.areas.models import Organisation

    code, _, name = options.organisation.partition(" ")
    if Organisation.objects.exists():
        found = list(Organisation.objects.filter(code=code, valid_to=None)[:2])
        if len(found) == 1:
            return found[0]
        raise Refused(f"{'several organisations have' if found else 'no organisation has'} the code {code}")
    if not name:
        raise Refused('there is no organisation yet: give --area "CODE NAME" and --organisation "CODE NAME"')
    today = timezone.localdate()
    area = municipality(options.area)
    return add_organisation(by=by, area=area, code=code, name=name, kind=OrganisationKind.SECTION, valid_from=today)
