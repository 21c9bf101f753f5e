"""Results as lists for Excel: counts, shares that count, free texts, and every response. In Japanese, as papers are."""

from collections.abc import Sequence
from decimal import Decimal

from zaitaku.programme.events.models import Answer, Questionnaire
from zaitaku.programme.events.queries import results as queries
from zaitaku.reports.xlsx_list import ListSheet, Value

_PLACE = ["問", "設問", "回", "参加方法"]


def sheets(questionnaire: Questionnaire, few: Sequence[int]) -> list[ListSheet]:
    """`few`: collections whose answers by personal link are left out."""
    found = queries.results(questionnaire, few=few)
    return [_counts(found), _shares(found), _texts(questionnaire, few), _responses(questionnaire, found, few)]


def _place(result: queries.QuestionResult, line: queries.Line) -> list[Value]:
    """The whole is 全体, a session its 計."""
    session = line.path[1] if line.level > 1 else queries.WHOLE
    return [result.number, result.item.question.text, session, line.label if line.level == 3 else "計"]


def _counts(found: list[queries.QuestionResult]) -> ListSheet:
    rows: list[list[Value]] = []
    for result in found:
        for line in result.lines:
            cell = line.cell
            head = [*_place(result, line), cell.responses, cell.answered, cell.left_out]
            for option in result.options:
                count = cell.options.get(option.position, 0)
                rows.append([*head, option.label, count, cell.share(count), cell.share(count, "all"), None])
            if not result.options:
                rows.append([*head, "", None, None, None, cell.mean if cell.lowest is not None else None])
    columns = [
        *_PLACE,
        "回収数",
        "回答数",
        "無回答",
        "選択肢",
        "件数",
        "％（無回答を除く）",
        "％（無回答を含む）",
        "平均",
    ]
    return ListSheet("集計", columns, rows)


def _shares(found: list[queries.QuestionResult]) -> ListSheet:
    rows: list[list[Value]] = []
    for result in found:
        question = result.item.question
        if question.counted:
            for line in result.lines:
                cell = line.cell
                share: Decimal | None = cell.share(cell.counted, decimals=question.decimals)
                state = "集計中" if line.is_open else "確定"
                rows.append([*_place(result, line), question.definition, cell.counted, cell.answered, share, state])
    return ListSheet("該当割合", [*_PLACE, "定義", "該当", "回答数", "％", "状態"], rows)


def _texts(questionnaire: Questionnaire, few: Sequence[int]) -> ListSheet:
    rows: list[list[Value]] = [
        [
            answer.question.text,
            answer.response.collection.session.label,
            answer.response.channel.label,
            answer.text,
            "、".join(tag.tag for tag in answer.tags.all()),
        ]
        for answer in queries.texts(questionnaire, few=few)
    ]
    return ListSheet("自由記述", ["設問", "回", "参加方法", "記述", "タグ"], rows)


def _responses(questionnaire: Questionnaire, found: list[queries.QuestionResult], few: Sequence[int]) -> ListSheet:
    """A row per response, several answers of one question with 、 between; only sheets of paper say which they are."""
    rows: list[list[Value]] = []
    for response in queries.responses(questionnaire, few):
        given: dict[int, list[Value]] = {}
        for answer in response.answers.all():
            given.setdefault(answer.question_id, []).append(_said(answer))
        cells = [_cell(given.get(result.item.question_id, [])) for result in found]
        rows.append([response.collection.session.label, response.channel.label, response.number, *cells])
    asked = [f"問{result.number} {result.item.question.text}" for result in found]
    return ListSheet("回答", ["回", "参加方法", "用紙の番号", *asked], rows)


def _said(answer: Answer) -> Value:
    if answer.option is not None:
        return answer.option.label
    return answer.text if answer.number is None else answer.number


def _cell(given: list[Value]) -> Value:
    if len(given) == 1:
        return given[0]
    return "、".join(str(one) for one in given)
