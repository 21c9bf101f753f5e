"""Rows from their texts, and the extents of the cells that stand for several rows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from zaitaku.analysis.council_table.model import Row, Spanned
from zaitaku.analysis.council_table.split import indicators_of, initiatives_of, owners_of, tidy

NOTHING = Spanned("", 0, 0)
LEADING = ("desired_state", "objective", "state_indicators")
"""Columns whose cells may stand for several rows. An empty one belongs to the cell above it, but objective and
state indicators of one desired state never reach into the next."""


def make_row(
    *,
    initiative: str,
    desired_state: Spanned = NOTHING,
    objective: Spanned = NOTHING,
    state_indicators: Spanned = NOTHING,
    description: str = "",
    indicators: str = "",
    owners: str = "",
    organisations: Sequence[str] = (),
    line: int = 0,
) -> Row:
    """A Row with everything its texts say; `organisations` are the known names of owners."""
    found = initiatives_of(tidy(initiative))
    return Row(
        desired_state=desired_state,
        objective=objective,
        state_indicator_cell=state_indicators,
        initiative_text=tidy(initiative),
        description=tidy(description),
        indicator_text=tidy(indicators),
        owner_text=tidy(owners),
        initiatives=found,
        indicators=indicators_of(tidy(indicators), found),
        state_indicators=indicators_of(state_indicators.text),
        owners=owners_of(tidy(owners), organisations),
        line=line,
    )


@dataclass(slots=True)
class DraftRow:
    line: int
    texts: dict[str, str] = field(default_factory=dict)

    def text(self, name: str) -> str:
        return self.texts.get(name, "")

    def append(self, values: dict[str, str]) -> None:
        for name, value in values.items():
            if value:
                self.texts[name] = f"{self.text(name)}\n{value}".strip()


def finished(drafts: Sequence[DraftRow], organisations: Sequence[str]) -> tuple[Row, ...]:
    spans = {name: _spans(drafts, name) for name in LEADING}
    return tuple(
        make_row(
            initiative=draft.text("initiative"),
            desired_state=spans["desired_state"][at],
            objective=spans["objective"][at],
            state_indicators=spans["state_indicators"][at],
            description=draft.text("description"),
            indicators=draft.text("indicators"),
            owners=draft.text("owners"),
            organisations=organisations,
            line=draft.line,
        )
        for at, draft in enumerate(drafts)
    )


def _spans(drafts: Sequence[DraftRow], name: str) -> list[Spanned]:
    starts: list[int | None] = []
    start: int | None = None
    for at, draft in enumerate(drafts):
        if draft.text(name):
            start = at
        elif draft.text("desired_state"):
            start = None
        starts.append(start)
    return [
        NOTHING if start is None else Spanned(drafts[start].text(name), start, starts.count(start)) for start in starts
    ]
