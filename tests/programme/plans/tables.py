"""Council tables for tests, as text files as an officer would send them."""

from zaitaku.analysis.council_table import PlanTable, read_council_table

HEADER = "目指すべき状態\t目的\t取組\t概要\t成果指標\t目指すべき状態に対する指標\t担当・所管"
ROWS = (
    "知っている。\t周知\t講演会の開催 3回/年\t話を聞く会\t参加人数\t基礎調査 知っている割合の増加\t地域課",
    "\t\t講座の開催 1回/年\t学ぶ会\t参加者数\t\t支援課",
    "\t支え合い\t検討会の開催 4回/年 症例検討会の開催 4回/年\t話し合う\t検討会の参加数 症例検討会の満足度\t"
    "\t地域課・支援課",
)


def text(*rows: str, title: str = "推進事業（令和3年度～令和5年度）（案）") -> bytes:
    lines = [title, "", "目標\t安心して療養できる。", "", "環境の整備", "", "①啓発", "", HEADER, *(rows or ROWS)]
    return "\n".join(lines).encode()


def table(*rows: str) -> PlanTable:
    return read_council_table(text(*rows), "plan.txt").table
