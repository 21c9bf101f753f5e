"""Codes of forms: "form.element" has to tell answers apart within a municipality, and to be alike between them."""

from zaitaku.core.areas.models import Organisation
from zaitaku.programme.returns.models import Form
from zaitaku.programme.returns.queries.sheets import areas_and_above


def same_code(form: Form) -> Form | None:
    """A form of the same code that another organisation of the municipality owns, or one of an area above or below."""
    others = Form.objects.filter(code=form.code).exclude(owner=form.owner)
    for other in others.select_related("owner__area__parent"):
        if _meet(form.owner, other.owner) or _meet(other.owner, form.owner):
            return other
    return None


def _meet(one: Organisation, other: Organisation) -> bool:
    return one.municipality.pk in areas_and_above([other.area_id])
