"""Freezing: what is kept for ever, what stands in the way, and the tasks that come of open marks."""

import json
from dataclasses import replace
from datetime import date

import pytest

from tests.factories import council
from zaitaku.core.audit.models import AuditEntry
from zaitaku.programme.council import actions
from zaitaku.programme.council.models import OpenMark, Paper, RowText
from zaitaku.programme.council.queries import (
    UnreadableContent,
    content_from_json,
    document_from_json,
    document_to_json,
    frozen_content,
    to_json,
)
from zaitaku.programme.indicators.models import Indicator
from zaitaku.programme.plans.choices import VersionStatus
from zaitaku.programme.plans.models import Node
from zaitaku.reports import docx, html, pdf, xlsx
from zaitaku.reports.document import cells

pytestmark = pytest.mark.django_db
RENDERERS = (pdf.render, xlsx.render, docx.render, html.render)


def test_a_frozen_paper_is_made_again_byte_for_byte_whatever_changes_later() -> None:
    made = council.programme()
    paper = council.frozen_paper(made)
    before = [render(frozen_content(Paper.objects.get(pk=paper.pk)).document) for render in RENDERERS]
    RowText.objects.filter(key="A2").update(result="別の言葉")
    Node.objects.filter(key="A2").update(text="別の名")
    Indicator.objects.update(label="別の指標")
    made.section.name = "別の課"
    made.section.save()
    after = [render(frozen_content(Paper.objects.get(pk=paper.pk)).document) for render in RENDERERS]
    assert before == after


def test_freezing_keeps_document_figures_words_and_digest() -> None:
    made = council.programme()
    paper = Paper.objects.get(pk=council.frozen_paper(made).pk)
    content = frozen_content(paper)
    assert content.document.status == "frozen"
    assert content.document.digest == paper.digest
    assert content.figures == {code: one for code, one in council.figures().items() if code != "G2.rate"}
    assert content.row("A2").words[0].result == council.TEXTS["A2"]
    assert (paper.frozen_by, paper.frozen_at) == (made.officer, council.AT)
    entry = AuditEntry.objects.get(action="council.freeze_paper")
    assert entry.details == {"digest": paper.digest, "unconfirmed": [], "reason": "", "marks": 3}


def test_draft_and_frozen_paper_carry_the_same_cells() -> None:
    made = council.programme()
    paper = council.paper(made)
    council.confirm(made)
    drafted = cells(made.draft(paper).content.document)
    assert cells(frozen_content(council.frozen_paper_of(made, paper)).document) == drafted


def test_content_survives_json_as_it_is() -> None:
    made = council.programme()
    content = made.draft(council.paper(made)).content
    data = json.loads(json.dumps(to_json(content)))
    assert content_from_json(data) == content
    assert document_from_json(document_to_json(content.document)) == content.document


def test_content_of_another_format_and_changed_content_are_refused() -> None:
    made = council.programme()
    paper = council.frozen_paper(made)
    with pytest.raises(UnreadableContent):
        content_from_json(paper.content | {"format": 2})
    paper.content["cover"] = "2023-11-30"
    with pytest.raises(UnreadableContent):
        frozen_content(paper)


def test_unconfirmed_figures_need_a_reason_that_is_kept() -> None:
    made = council.programme()
    paper = council.paper(made)
    draft = made.draft(paper)
    with pytest.raises(actions.Unconfirmed) as caught:
        council.freeze(made, paper, draft=draft)
    assert caught.value.codes == tuple(code for code in draft.content.figures if code != "D8.satisfaction")
    assert not Paper.objects.get(pk=paper.pk).is_frozen
    frozen = council.freeze(made, paper, draft=draft, override_reason="会議が近いため")
    assert frozen_content(frozen).reason == "会議が近いため"
    assert frozen_content(frozen).unconfirmed == caught.value.codes


def test_a_confirmed_figure_that_changed_since_is_not_confirmed() -> None:
    made = council.programme()
    paper = council.paper(made)
    council.confirm(made)
    values = council.figures(A1_attendance=council.lectures(70))
    with pytest.raises(actions.Unconfirmed) as caught:
        council.freeze(made, paper, draft=made.draft(paper, values))
    assert caught.value.codes == ("A1.attendance",)


def test_what_cannot_be_frozen() -> None:
    made = council.programme(texts=council.TEXTS | {"A2": "{A2.gone}"})
    paper = council.paper(made)
    with pytest.raises(actions.CannotFreeze, match=r"A2\.gone"):
        council.freeze(made, paper, draft=made.draft(paper), override_reason="急ぐ")
    other = council.paper(made, as_of=council.NOVEMBER)
    with pytest.raises(actions.CannotFreeze):
        council.freeze(made, other, draft=made.draft(paper), override_reason="急ぐ")
    assert not OpenMark.objects.exists()


def test_a_frozen_paper_is_not_frozen_again() -> None:
    made = council.programme()
    paper = council.frozen_paper(made)
    with pytest.raises(actions.AlreadyFrozen):
        council.freeze(made, paper, draft=made.draft(paper))


def test_every_open_leaf_becomes_a_task_of_the_owner() -> None:
    made = council.programme()
    paper = council.frozen_paper(made)
    marks = [(mark.indicator, mark.path, mark.state, mark.owner, mark.due) for mark in paper.open_marks.order_by("pk")]
    due = date(2024, 1, 31)
    assert marks == [
        ("A1.attendance", ["第3回", "後日上映会"], "after_event", made.section, due),
        ("D2.held", [], "planned", made.section, due),
        ("D8.satisfaction", [], "tallying", made.section, due),
    ]


def test_papers_that_are_refused() -> None:
    made = council.programme()
    council.paper(made)
    for wrong in (
        {},
        {"fiscal_year": 2024},
        {"as_of": date(2023, 3, 31)},
        {"as_of": date(2026, 4, 1)},
        {"label": "x" * 21},
    ):
        with pytest.raises(actions.CannotMakePaper):
            council.paper(made, **wrong)
    made.version.status = VersionStatus.DRAFT
    made.version.save()
    with pytest.raises(actions.CannotMakePaper):
        council.paper(made, as_of=council.NOVEMBER)
    assert Paper.objects.count() == 1


def test_a_mark_is_filled_once_the_figure_is_settled_and_confirmed() -> None:
    made = council.programme()
    mark = council.frozen_paper(made).open_marks.get(indicator="A1.attendance")
    settled = council.lectures(70)
    with pytest.raises(actions.CannotFill, match=r"確認|confirmed"):
        actions.fill_open_mark(mark=mark, figure=settled, by=made.officer, at=council.AT)
    with pytest.raises(actions.CannotFill):
        actions.fill_open_mark(mark=mark, figure=council.lectures(), by=made.officer, at=council.AT)
    council.confirm(made, council.figures(A1_attendance=settled), as_of=date(2024, 3, 31))
    filled = actions.fill_open_mark(mark=mark, figure=settled, by=made.officer, at=council.AT)
    assert OpenMark.objects.get(pk=filled.pk).filled["value"] == "70"
    with pytest.raises(actions.CannotFill):
        actions.fill_open_mark(mark=mark, figure=settled, by=made.officer, at=council.AT)
    assert AuditEntry.objects.get(action="council.fill_open_mark").details["path"] == ["第3回", "後日上映会"]


def test_a_mark_whose_part_went_away_is_not_filled() -> None:
    made = council.programme()
    mark = council.frozen_paper(made).open_marks.get(indicator="A1.attendance")
    figure = replace(council.lectures(70), parts=())
    with pytest.raises(actions.CannotFill):
        actions.fill_open_mark(mark=mark, figure=figure, by=made.officer, at=council.AT)
