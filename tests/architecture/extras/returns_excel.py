"""A file that came back for a sheet, with a cell that needs mending."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils import timezone

from tests.factories import core, returns
from tests.reports.return_sheets import filled
from zaitaku.programme.returns.actions.uploads import take_in
from zaitaku.programme.returns.queries.workbooks import handed_out
from zaitaku.reports import return_sheet

if TYPE_CHECKING:
    from tests.architecture.places import World


def values(world: World) -> dict[str, Any]:
    now = timezone.now()
    owner = world.nerima.organisation("高齢者支援課")
    form = returns.form(owner=owner, code="extra-excel", title="月次報告（Excel）")
    returns.element(form=form, code="calls", label="相談件数")
    returns.element(form=form, code="visits", label="訪問件数")
    sheet = returns.sheet(form=form, organisation=owner)
    made = return_sheet.render(handed_out([sheet], made=now)[0], created=now)
    data = filled(made, calls="約30", visits=4)
    by = core.person(organisation=owner)
    upload, _is_new = take_in(sheet=sheet, name="報告.xlsx", data=data, by=by, now=now)
    return {"uploads:pk": upload.pk}
