from typing import Any

from django import template

from zaitaku.programme.returns.models import Return
from zaitaku.programme.returns.queries.uploads import open_upload

register = template.Library()


@register.inclusion_tag("returns/excel/panel.html")
def excel_panel(sheet: Return, may_write: bool) -> dict[str, Any]:
    """The sheet as a file: the way out, the way in, and a file that waits to be looked at. One query."""
    may_fill = bool(may_write) and sheet.may_be_filled
    return {"sheet": sheet, "may_fill": may_fill, "waiting": open_upload(sheet) if may_fill else None}
