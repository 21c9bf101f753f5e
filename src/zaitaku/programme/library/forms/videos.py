"""What people may type about videos and how often they were watched."""

import re
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zaitaku.analysis.contacts import folded
from zaitaku.core.areas.models import Organisation
from zaitaku.core.pages.forms import JapaneseDateField, StrictCharField, WholeNumberField
from zaitaku.core.pages.templatetags.pages import fiscal_year, wareki_month
from zaitaku.core.records.actions import Entry
from zaitaku.core.records.forms import BlockForm, ChoiceInReach, ReadLine, read_cell, read_lines
from zaitaku.programme.events.choices import Audience
from zaitaku.programme.events.forms.planning import Grouped
from zaitaku.programme.events.models import Session
from zaitaku.programme.library.actions.videos import Counted, month_refused
from zaitaku.programme.library.forms.casebook import SessionChoice
from zaitaku.programme.library.forms.documents import WEB
from zaitaku.programme.library.models import Video

_EMPTY: dict[str, Any] = {"required": False}
HEADS = ("コンテンツ", "動画", "題名", "タイトル", "動画のタイトル", "url", "content", "title", "video")
TOTALS = ("合計", "total")
_CODE = re.compile(r"(?:v=|youtu\.be/|/video/|/videos/|vimeo\.com/)([\w-]{6,})")


class VideoFilter(forms.Form):
    q = StrictCharField(label=gettext_lazy("Title or description"), max_length=100, **_EMPTY)
    year = WholeNumberField(label=gettext_lazy("Published in"), min_value=1900, max_value=2200, **_EMPTY)
    audience = forms.ChoiceField(
        label=gettext_lazy("Whom it is for"), required=False, choices=[("", gettext_lazy("All")), *Audience.choices]
    )

    def __init__(self, *args: Any, owners: QuerySet[Organisation], years: Sequence[int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        words: list[tuple[Any, str]] = [("", _("All")), *((year, fiscal_year(year)) for year in years)]
        self.fields["year"].widget = forms.Select(choices=words)
        self.fields["owner"] = ChoiceInReach(owners, required=False, label=_("Owner"), empty_label=_("All"))


class VideoForm(Grouped):
    title = StrictCharField(label=gettext_lazy("Title"), max_length=200)
    address = StrictCharField(label=gettext_lazy("Address of the video"), max_length=500, validators=[WEB])
    published_on = JapaneseDateField(label=gettext_lazy("Published from"))
    published_to = JapaneseDateField(
        label=gettext_lazy("Published until"), help_text=gettext_lazy("Empty: without an end."), **_EMPTY
    )
    audience = forms.ChoiceField(label=gettext_lazy("Whom it is for"), choices=Audience.choices)
    minutes = WholeNumberField(
        label=gettext_lazy("Length in minutes"), min_value=1, max_value=1440, unit="分", **_EMPTY
    )
    description = StrictCharField(label=gettext_lazy("What it is about"), max_length=2000, multiline=True, **_EMPTY)
    groups = (
        (
            gettext_lazy("The video"),
            (
                "owner",
                "title",
                "address",
                "audience",
                "minutes",
                "published_on",
                "published_to",
                "session",
                "description",
            ),
        ),
    )

    def __init__(
        self, *args: Any, owners: QuerySet[Organisation] | None, sessions: QuerySet[Session], **kwargs: Any
    ) -> None:
        """`owners` None: the video is there already and stays whose it is."""
        super().__init__(*args, **kwargs)
        if owners is not None:
            self.fields["owner"] = ChoiceInReach(owners, label=_("Owner"))
        self.fields["session"] = SessionChoice(
            sessions,
            required=False,
            label=_("Session it shows"),
            empty_label=_("None of them"),
            help_text=_("Not for a session with a channel “video”: its views are recorded there."),
        )


class ViewsForm(BlockForm):
    """Statistics of a platform for one month, copied from its table."""

    month = forms.ChoiceField(label=gettext_lazy("Month"))

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        first = today.replace(day=1)
        months: list[tuple[str, str]] = []
        while len(months) < 24:
            first = date(first.year - (first.month == 1), (first.month - 2) % 12 + 1, 1)
            months.append((first.isoformat(), wareki_month(first)))
        self.fields["month"].choices = months  # type: ignore[attr-defined]  # of a choice field
        self.order_fields(["month", "block"])

    def clean_month(self) -> date:
        return date.fromisoformat(self.cleaned_data["month"])


def read_views(
    block: Sequence[Sequence[str]], videos: Iterable[Video], *, month: date, today: date, current: dict[int, int]
) -> list[ReadLine[Counted]]:
    """A line has a video's title or address in one cell and the number of views in the last.

    `current`: key of a video → key of the row that counts for the month. A line of totals is left out.
    """
    known = _known(videos)
    seen: set[int] = set()

    def read(cells: Sequence[str]) -> Counted:
        filled = [cell.strip() for cell in cells if cell.strip()]
        found = next((known[key] for cell in filled[:-1] for key in _keys(cell) if key in known), None)
        if found is None:
            raise ValidationError(
                _("No video of yours has this title or address. Add the video, or leave the line out.")
            )
        entry: Entry = read_cell(filled[-1])
        return Counted(found, month, entry, current.get(found.pk))

    def doubt(found: Counted, _line: int) -> str:
        if found.video.pk in seen:
            return _("This video stands in an earlier line too. Leave one of them.")
        seen.add(found.video.pk)
        return month_refused(found.video, month, today=today)

    lines = [[] if cells and folded(cells[0]) in TOTALS else cells for cells in block]
    return read_lines(lines, read, show=lambda one: [one.video.title, _shown(one.entry)], doubt=doubt, heads=HEADS)


def _known(videos: Iterable[Video]) -> dict[str, Video]:
    return {key: video for video in videos for text in (video.title, video.address) for key in _keys(text)}


def _keys(text: str) -> list[str]:
    """How a cell may name a video: its words, and the code within an address."""
    keys = [folded(text)]
    if hit := _CODE.search(text):
        keys.append(f"code {hit[1]}")
    elif re.fullmatch(r"[\w-]{9,14}", text.strip()):
        keys.append(f"code {text.strip()}")
    return keys


def _shown(entry: Entry) -> str:
    return f"{entry.value:,.0f}" if entry.value is not None else str(entry.state.value)
