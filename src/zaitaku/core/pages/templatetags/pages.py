"""Small words and shapes that every page uses: states, dates in Japanese eras, grouped numbers, field widgets."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django import template
from django.forms import BoundField, CheckboxInput
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from zaitaku.analysis.figure import State
from zaitaku.analysis.wareki import fiscal_year_label, format_wareki
from zaitaku.core.pages import is_japanese

register = template.Library()

# Each state has a word and a shape, so that it can be told without its colour.
STATES: dict[str, tuple[Any, str]] = {
    State.FINAL.value: (_("Final"), "●"),
    State.PRELIMINARY.value: (_("Preliminary"), "◐"),
    State.TALLYING.value: (_("Being tallied"), "◔"),
    State.TO_FOLLOW.value: (_("To follow when final"), "△"),
    State.AFTER_EVENT.value: (_("To follow after the event"), "▽"),
    State.PLANNED.value: (_("Planned"), "○"),
    State.ASKING.value: (_("Intentions being asked"), "◇"),
    State.SUPPRESSED.value: (_("Suppressed"), "■"),
    State.NOT_APPLICABLE.value: (_("Not applicable"), "―"),
    "draft": (_("Draft"), "□"),
    "frozen": (_("Frozen"), "■"),
    "waiting": (_("Waiting"), "○"),
    "running": (_("Running"), "◐"),
    "done": (_("Done"), "●"),
    "failed": (_("Failed"), "✕"),
}
NOTICES: dict[str, tuple[Any, str]] = {
    "info": (_("Note"), "ⓘ"),
    "success": (_("Done"), "✓"),
    "warning": (_("Caution"), "⚠"),
    "error": (_("Error"), "✕"),
}


@register.filter
def state_word(state: str) -> Any:
    return STATES[str(state)][0] if str(state) in STATES else state


@register.filter
def state_shape(state: str) -> str:
    return STATES[str(state)][1] if str(state) in STATES else "・"


@register.filter
def notice_word(kind: str) -> Any:
    return NOTICES.get(str(kind), NOTICES["info"])[0]


@register.filter
def notice_shape(kind: str) -> str:
    return NOTICES.get(str(kind), NOTICES["info"])[1]


@register.filter
def notice_kind(tags: str) -> str:
    """The notice kind of a framework message, whose tags say "debug" where a page says "info"."""
    return next((kind for kind in NOTICES if kind in str(tags).split()), "info")


@register.filter
def wareki(day: date | None) -> str:
    """令和5年12月1日 for Japanese readers, 1 December 2023 otherwise; "" for no date."""
    if day is None or day == "":
        return ""
    if isinstance(day, datetime):
        day = timezone.localtime(day).date() if timezone.is_aware(day) else day.date()
    return format_wareki(day) if is_japanese() else date_format(day, "j F Y")


@register.filter
def wareki_short(day: date | None) -> str:
    """R5.12.1 for Japanese readers, 2023-12-01 otherwise."""
    if day is None or day == "":
        return ""
    if isinstance(day, datetime):
        day = timezone.localtime(day).date() if timezone.is_aware(day) else day.date()
    return format_wareki(day, short=True) if is_japanese() else day.isoformat()


@register.filter
def wareki_month(day: date | None) -> str:
    """令和5年12月 for Japanese readers, December 2023 otherwise; "" for no date."""
    if day is None or day == "":
        return ""
    return format_wareki(day).partition("月")[0] + "月" if is_japanese() else date_format(day, "F Y")


@register.filter
def moment(when: datetime | None) -> str:
    """Day and minute of something that happened, in the installation's time zone."""
    if when is None or when == "":
        return ""
    local = timezone.localtime(when) if timezone.is_aware(when) else when
    return f"{wareki(local.date())} {local:%H:%M}"


@register.filter
def fiscal_year(year: Any) -> str:
    """令和5年度 for 2023 or a FiscalYear; FY2023 in English."""
    number = int(getattr(year, "year", year))
    return fiscal_year_label(number) if is_japanese() else f"FY{number}"


@register.filter
def grouped(value: Any) -> str:
    """9,869 for 9869; decimals keep their digits; "" for nothing."""
    if value is None or value == "":
        return ""
    return f"{value:,}" if isinstance(value, int | Decimal | float) else str(value)


@register.filter
def widget(field: BoundField) -> SafeString:
    """The control, tied to its help text and its error text for those who hear the page."""
    described = [f"{field.auto_id}_help"] if field.help_text else []
    if field.errors:
        described.append(f"{field.auto_id}_error")
    attrs: dict[str, str | bool] = {}
    if described and not field.use_fieldset:
        attrs["aria-describedby"] = " ".join(described)
    return field.as_widget(attrs=attrs)


@register.filter
def is_single_checkbox(field: BoundField) -> bool:
    return isinstance(field.field.widget, CheckboxInput)
