"""An example folder as a whole: all of it or nothing, and nothing the second time."""

from datetime import date
from pathlib import Path

from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.utils import timezone

from zaitaku.cli.example import plan, records, texts
from zaitaku.cli.example.files import Example, read
from zaitaku.core.accounts.actions import add_membership, system_person
from zaitaku.core.accounts.choices import Role
from zaitaku.core.accounts.models import Person
from zaitaku.core.areas.actions import add_area, add_organisation
from zaitaku.core.areas.choices import AreaKind, OrganisationKind
from zaitaku.core.areas.models import Area
from zaitaku.programme.plans.models import Plan


@transaction.atomic
def load(folder: Path, *, with_people: bool) -> bool:
    """Whether anything was loaded: False where the plan is there already."""
    places = read(folder, "organisations.toml")
    title = read(folder, "plan.toml")["title"]
    code = places["area"][0]["code"]
    if Plan.objects.filter(area__code=code, title=title).exists():
        return False
    example = _places(folder, places)
    if with_people:
        _people(example, places["valid_from"])
    records.load_indicators(example)
    loaded = plan.load(example)
    records.load(example)
    texts.load(example, loaded, timezone.now())
    return True


def _places(folder: Path, data: dict) -> Example:  # type: ignore[type-arg]  # as TOML gives it
    by, since = system_person(), data["valid_from"]
    made: Area | None = None
    for row in data["area"]:
        kind = AreaKind(row["kind"])
        made = add_area(by=by, code=row["code"], name=row["name"], kind=kind, valid_from=since, parent=made)
    assert made is not None  # noqa: S101 - the file names one at least
    organisations = {
        row["name"]: add_organisation(
            by=by, area=made, code=row["code"], name=row["name"], kind=OrganisationKind(row["kind"]), valid_from=since
        )
        for row in data["organisation"]
    }
    return Example(folder, by, made, organisations)


def _people(example: Example, since: date) -> None:
    """Demo accounts; their password is public, so they exist in the demo only."""
    if not settings.DEMO:
        raise AssertionError("demo accounts outside the demo")
    data = example.read("people.toml")
    for row in data["person"]:
        person = Person.objects.create(email=row["email"], name=row["name"], password=make_password(data["password"]))
        add_membership(
            by=example.by,
            person=person,
            role=Role(row["role"]),
            organisation=example.organisation(row["organisation"]),
            valid_from=since,
        )
