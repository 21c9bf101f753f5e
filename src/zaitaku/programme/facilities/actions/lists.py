"""Lists with contacts that somebody took away."""

from django.db import transaction

from zaitaku.core.accounts.models import Person
from zaitaku.core.audit.actions import record


@transaction.atomic
def list_taken(*, form: str, rows: int, by: Person) -> None:
    """Who took contact persons of groups out of the product, and how many."""
    record(by=by, action="facilities.take_list", subject=by, details={"form": form, "rows": rows})
