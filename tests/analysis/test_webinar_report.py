"""Zoom's webinar report: whatever the order of its lists, participants alone are read. All data is synthetic."""

from itertools import permutations

import pytest

from zaitaku.analysis.online_report import LeftOut, NotAReport, RowsRefused, persons, read

BLOCK = (
    "Attendee Report,\n"
    'Report Generated:,"Dec 11, 2023 9:00 AM"\n'
    "Topic,Webinar ID,Actual Start Time,Actual Duration (minutes),# Registered,# Cancelled,Unique Viewers,Total Users\n"
    '在宅療養講演会,812 3456 7890,"Dec 10, 2023 1:50 PM",135,4,0,3,6\n'
)
TIMES = '"Dec 10, 2023 02:00:00 PM","Dec 10, 2023 03:30:00 PM",90'
STAFF = "Attended,User Name (Original Name),Email,Join Time,Leave Time,Time in Session (minutes),Country/Region Name\n"
HOSTS = f"Host Details,\n{STAFF}Yes,事務局,jimu@example.jp,{TIMES},日本\nYes,事務局,jimu@example.jp,{TIMES},日本\n"
PANELISTS = f"Panelist Details,\n{STAFF}Yes,講師 一,a@example.jp,{TIMES},日本\nNo,講師 二,b@example.jp,--,--,--,--\n"
ATTENDEES = (
    "Attendee Details,\nAttended,User Name (Original Name),First Name,Last Name,Email,Registration Time,"
    "Approval Status,Join Time,Leave Time,Time in Session (minutes),Is Guest,Country/Region Name\n"
    f'Yes,練馬 花子,花子,練馬,hanako@example.jp,"Dec 1, 2023 10:00:00 AM",approved,{TIMES},Yes,日本\n'
    'No,鈴木 一郎,一郎,鈴木,suzuki@example.jp,"Dec 2, 2023 10:00:00 AM",approved,--,--,--,--,--\n'
    'No,佐藤 恵子,恵子,佐藤,sato@example.jp,"Dec 2, 2023 11:00:00 AM",approved,--,--,--,--,--\n'
)
OTHERS = f"Other Attended,\nUser Name,Join Time,Leave Time,Time in Session (minutes)\n81312345678,{TIMES}\n"
LISTS = [HOSTS, PANELISTS, ATTENDEES, OTHERS]


def taken(text, encoding="utf-8-sig"):
    return read(text.encode(encoding), "synthetic-webinar.csv")


@pytest.mark.parametrize("block", ["", BLOCK])
@pytest.mark.parametrize("gap", ["", "\n"])
def test_participants_and_telephones_are_read_in_any_order_of_the_lists(block, gap):
    for order in permutations(LISTS):
        report = taken(block + gap.join(order))
        found = {(one.name, one.email, one.minutes) for one in persons(report, {})}
        assert found == {("練馬 花子", "hanako@example.jp", 90), ("81312345678", "", 90)}, order
        assert report.left_out == LeftOut(hosts=1, panelists=1, absent=2)


@pytest.mark.parametrize("name", ["参加者の詳細", "出席者の詳細", "参加者詳細"])
@pytest.mark.parametrize("encoding", ["cp932", "utf-8"])
def test_japanese_titles_and_heads(name, encoding):
    head = "参加済み,ユーザー名（元の名前）,メール,参加時刻,退出時刻,セッションの時間（分）\n"
    lines = "はい,練馬 花子,hanako@example.jp,2023/12/10 14:00:00,2023/12/10 15:30:00,90\nいいえ,鈴木 一郎,,--,--,--\n"
    hosts = "はい,事務局,jimu@example.jp,2023/12/10 13:00:00,2023/12/10 15:40:00,160\n"
    report = taken(f"ホストの詳細\n{head}{hosts}\n{name}\n{head}{lines}", encoding)
    assert [one.name for one in persons(report, {})] == ["練馬 花子"]
    assert report.left_out == LeftOut(hosts=1, absent=1)


def test_the_participants_alone_are_a_report_with_or_without_their_title():
    for text in (ATTENDEES, ATTENDEES.removeprefix("Attendee Details,\n")):
        assert taken(text).left_out == LeftOut(absent=2)


def test_a_list_that_ends_without_heads_of_the_next_ends_all_the_same():
    assert taken(ATTENDEES + "Other Attended,\n").lines == 1


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (HOSTS + PANELISTS, "参加者の一覧（Attendee Details）がありません"),
        (HOSTS, "参加者の一覧（Attendee Details）がありません"),
        (HOSTS + ATTENDEES.replace("Attendee Details", "Zuschauer"), "「Zuschauer」"),
        (ATTENDEES.replace("Attendee Details", "主催者一覧"), "「主催者一覧」"),
        (HOSTS.removeprefix("Host Details,\n") + ATTENDEES, "表題のない一覧"),
    ],
)
def test_what_is_not_known_is_refused_in_words_that_say_webinar(text, said):
    with pytest.raises(NotAReport, match="ウェビナー") as caught:
        taken(text)
    assert said in caught.value.message_ja
    assert "webinar" in caught.value.message_en


def test_a_bad_cell_of_a_participant_is_told_and_one_of_a_host_does_not_matter():
    assert taken(HOSTS.replace("02:00:00 PM", "いつか") + ATTENDEES).lines == 1
    with pytest.raises(RowsRefused) as caught:
        taken(HOSTS + ATTENDEES + "\n" + OTHERS.replace("02:00:00 PM", "いつか"))
    assert [(one.location, one.column) for one in caught.value.problems] == [("13行目", "「Join Time」")]


def test_nobody_came():
    with pytest.raises(NotAReport):
        taken(HOSTS + ATTENDEES.replace("Yes,練馬", "No,練馬"))
