"""Zoom's participants' report: every form of it, what is certain, what is left to a person. All data is synthetic."""

from contextlib import suppress
from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zaitaku.analysis.intake import IntakeRefused
from zaitaku.analysis.online_report import (
    Join,
    NotAReport,
    Report,
    RowsRefused,
    Unit,
    as_json,
    from_json,
    minutes_of,
    name_key,
    overlaps,
    persons,
    read,
    undecided,
)

NEW = "Name (original name),Email,Join time,Leave time,Duration (minutes),Guest,Recording consent,In waiting room"
OLD = "Name (Original Name),User Email,Join Time,Leave Time,Duration (Minutes),Guest,Recording Consent"
JAPANESE = "名前（元の名前）,ユーザーのメール,参加時刻,退出時刻,期間（分）,ゲスト,録画の同意"
BLOCK = (
    "Meeting ID,Topic,Start Time,End Time,User Email,Duration (Minutes),Participants\n"
    '"812 3456 7890",在宅療養講演会,12/10/2023 01:50:00 PM,12/10/2023 04:05:00 PM,host@example.jp,135,4\n\n'
)


def made(*lines, head=OLD, block="", encoding="utf-8-sig", name="synthetic.csv"):
    return read((block + "\n".join([head, *lines]) + "\n").encode(encoding), name)


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-8", "cp932", "utf-16"])
@pytest.mark.parametrize("block", ["", BLOCK])
@pytest.mark.parametrize(
    ("head", "start", "end"),
    [
        (OLD, "12/10/2023 02:00:00 PM", "12/10/2023 03:30:00 PM"),
        (NEW, "2023-12-10 14:00:00", "2023-12-10 15:30:00"),
        (JAPANESE, "2023/12/10 14:00:00", "2023/12/10 15:30:00"),
        (JAPANESE, "2023年12月10日 午後2:00:00", "2023年12月10日 午後3:30:00"),
        (OLD, '"Dec 10, 2023 02:00 PM"', '"Dec 10, 2023 03:30 PM"'),
        (OLD, "13/12/2023 14:00", "13/12/2023 15:30"),
    ],
)
def test_every_known_form_is_read(head, start, end, block, encoding):
    report = made(f"練馬 花子,hanako@example.jp,{start},{end},90,Yes,", head=head, block=block, encoding=encoding)
    (person,) = persons(report, {})
    assert (person.name, person.email, person.minutes) == ("練馬 花子", "hanako@example.jp", 90)


def test_a_report_of_totals_and_one_with_the_meeting_in_every_line():
    totals = made(
        "髙橋①,,76,はい", "佐藤,sato@example.jp,15,いいえ", head="名前（元の名前）,メール,合計時間（分）,ゲスト"
    )
    assert [(one.name, one.minutes) for one in persons(totals, {})] == [("髙橋①", 76), ("佐藤", 15)]
    flat = made(
        "講演会,8123,host@example.jp,佐藤,sato@example.jp,12/10/2023 02:00:00 PM,12/10/2023 02:10:00 PM,10,Yes",
        head="Topic,ID,User Email,Name (Original Name),User Email,Join Time,Leave Time,Duration (Minutes),Guest",
    )
    assert persons(flat, {})[0].email == "sato@example.jp"


def test_joins_of_one_address_are_one_person_whatever_the_name_and_overlaps_count_once():
    report = made(
        "佐藤 恵子,KEIKO@example.jp,12/10/2023 02:00:00 PM,12/10/2023 02:30:00 PM,30,Yes,",
        "iPhone,keiko@example.jp,12/10/2023 02:20:00 PM,12/10/2023 03:00:00 PM,40,Yes,",
        "佐藤 恵子,keiko@example.jp,12/10/2023 03:30:00 PM,12/10/2023 03:30:30 PM,1,Yes,",
    )
    (person,) = persons(report, {})
    assert person.minutes == 61
    assert report.units[0].names == ("佐藤 恵子", "iPhone")
    assert not report.groups


def test_equal_names_are_left_to_a_person():
    report = made(
        "佐藤 恵子,,12/10/2023 02:00:00 PM,12/10/2023 02:30:00 PM,30,Yes,",
        "佐藤恵子 (iPhone),,12/10/2023 02:40:00 PM,12/10/2023 03:00:00 PM,20,Yes,",
        "ｻﾄｳ,,12/10/2023 02:00:00 PM,12/10/2023 02:30:00 PM,30,Yes,",
        "佐藤　恵子,a@example.jp,12/10/2023 02:50:00 PM,12/10/2023 03:10:00 PM,20,Yes,",
    )
    (group,) = report.groups.values()
    assert [unit.number for unit in group] == [1, 2, 4]
    assert overlaps(group)
    assert not overlaps(group[:2])
    assert undecided(report, {1: 1, 2: 1}) == (1,)
    with pytest.raises(ValueError, match="without a decision"):
        persons(report, {1: 1, 2: 1})
    same = persons(report, {1: 1, 2: 1, 4: 1})
    assert [(one.units, one.minutes, one.email) for one in same] == [((1, 2, 4), 60, "a@example.jp"), ((3,), 30, "")]
    mixed = persons(report, {1: 1, 2: 2, 4: 1, 3: 0}, least_minutes=21)
    assert [(one.units, one.minutes) for one in mixed] == [((1, 4), 50)]
    assert persons(report, dict.fromkeys((1, 2, 3, 4), 0)) == ()


def test_who_only_waited_was_not_there_and_empty_lines_say_nothing():
    report = made(
        "佐藤,,2023-12-10 14:00:00,2023-12-10 14:01:00,1,Yes,,Yes",
        "",
        "佐藤,,2023-12-10 14:01:00,2023-12-10 15:00:00,59,Yes,,No",
        head=NEW,
    )
    assert [unit.joins[0].line for unit in report.units] == [4]


@pytest.mark.parametrize(
    ("line", "column", "raw"),
    [
        ("佐藤,not-an-address,12/10/2023 02:00:00 PM,12/10/2023 02:30:00 PM,30,Yes,", "User Email", "not-an-address"),
        ("佐藤,,いつか,12/10/2023 02:30:00 PM,30,Yes,", "Join Time", "いつか"),
        ("佐藤,,12/10/2023 14:00 PM,12/10/2023 02:30:00 PM,30,Yes,", "Join Time", "12/10/2023 14:00 PM"),
        ("佐藤,,02/30/2023 02:00:00 PM,02/30/2023 02:30:00 PM,30,Yes,", "Join Time", "02/30/2023"),
        ("佐藤,,12/10/2023 02:40:00 PM,12/10/2023 02:30:00 PM,30,Yes,", "Leave Time", "12/10/2023 02:30:00 PM"),
        ("佐藤,,12/10/2023 02:00:00 PM,12/12/2023 02:30:00 PM,30,Yes,", "Leave Time", "12/12/2023"),
        ("佐藤,,12/10/2023 02:00:00 PM,12/10/2023 02:30:00 PM,約30,Yes,", "Duration (Minutes)", "約30"),
        (",,12/10/2023 02:00:00 PM,12/10/2023 02:30:00 PM,30,Yes,", "Name (Original Name)", ""),
        ("佐藤\u202e,,12/10/2023 02:00:00 PM,12/10/2023 02:30:00 PM,30,Yes,", "", ""),
    ],
)
def test_one_bad_cell_refuses_the_file_and_says_where(line, column, raw):
    good = "鈴木,,12/10/2023 02:00:00 PM,12/10/2023 02:30:00 PM,30,Yes,"
    with pytest.raises((RowsRefused, IntakeRefused)) as caught:
        made(good, line, good)
    if isinstance(caught.value, RowsRefused):
        (problem,) = caught.value.problems
        assert (problem.location, problem.column) == ("3行目", f"「{column}」")
        assert raw in problem.raw
        assert problem.remedy
    assert "3行目" in caught.value.message_ja


@pytest.mark.parametrize("text", ["", "氏名,所属\n佐藤,医院\n", OLD, "A,B,C\n1,2,3\n"])
def test_other_files_are_refused(text):
    with pytest.raises((NotAReport, IntakeRefused)):
        read(text.encode(), "synthetic.csv")


@given(st.binary(max_size=300))
def test_any_bytes_are_read_or_refused(data):
    with suppress(IntakeRefused, NotAReport, RowsRefused):
        assert read(OLD.encode() + b"\n" + data, "synthetic.csv").units


BEGIN = datetime(2023, 12, 10, 14)  # noqa: DTZ001 - local times, as in the file
NAMES = st.sampled_from(["佐藤", "佐 藤", "佐藤 (iPhone)", "鈴木", "iPhone"])
MAILS = st.sampled_from(["", "", "a@example.jp", "b@example.jp"])
JOINS = st.lists(st.tuples(NAMES, MAILS, st.integers(0, 90), st.integers(0, 40)), min_size=1, max_size=8)


def lines_of(rows):
    for name, mail, start, length in rows:
        begins = BEGIN + timedelta(minutes=start)
        yield f"{name},{mail},{begins},{begins + timedelta(minutes=length)},{length},Yes,"


def naive_minutes(rows):
    """Minute by minute."""
    return len({minute for _name, _mail, start, length in rows for minute in range(start, start + length)})


@given(JOINS)
def test_the_minutes_are_those_of_a_minute_by_minute_set(rows):
    report = made(*lines_of(rows))
    everybody = persons(report, {unit.number: 1 for unit in report.units})
    for person in everybody:
        lines = {join.line for unit in report.units if unit.number in person.units for join in unit.joins}
        assert person.minutes == naive_minutes([row for line, row in enumerate(rows, 2) if line in lines])


@given(JOINS, st.randoms())
def test_nothing_is_lost_nothing_guessed_and_the_order_of_lines_does_not_matter(rows, random):
    report = made(*lines_of(rows))
    assert report.lines == len(rows)
    assert from_json(as_json(report)) == report
    mails = [unit.email for unit in report.units if unit.email]
    assert len(mails) == len(set(mails))
    for one in report.units:
        for other in report.units:
            shares = {name_key(name) for name in one.names} & {name_key(name) for name in other.names}
            if one.number < other.number and shares:
                assert one.group == other.group
                assert one.group is not None
    shuffled = list(rows)
    random.shuffle(shuffled)
    again = made(*lines_of(shuffled))
    assert _shape(again) == _shape(report)


def _shape(report: Report):
    def of(unit: Unit):
        return (unit.email, tuple(sorted((join.name, str(join.start), str(join.end)) for join in unit.joins)))

    groups = sorted(sorted(of(unit) for unit in units) for units in report.groups.values())
    return sorted(of(unit) for unit in report.units), groups


SECONDS = st.lists(st.tuples(st.integers(0, 500), st.integers(0, 200)), max_size=6)


@given(SECONDS)
def test_the_union_of_joins_to_the_second(spans):
    joins = [
        Join(1, "", "", BEGIN + timedelta(seconds=start), BEGIN + timedelta(seconds=start + length), 0)
        for start, length in spans
    ]
    seconds = {second for start, length in spans for second in range(start, start + length)}
    assert minutes_of(joins) == -(-len(seconds) // 60)
