"""Pictures of the guides, made from the product itself: docs/guides/pictures/*.png.

    python -m tools.pictures

Serves the Nerima example and the made-up events on a temporary data folder as the demo, walks through it in
Chromium, and keeps the main area of the pages. Moments at which the walk itself wrote something are shown as one
fixed moment of the story, so that the same product gives the same pictures (but for those of the made-up events,
which lie around today).
"""

from __future__ import annotations

import os
import shutil
import socket
import sqlite3
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from pathlib import Path

from playwright.sync_api import FilePayload, Locator, Page, ViewportSize, sync_playwright

from tools import event_pictures, ledger_pictures, library_pictures, return_pictures, role_pictures

ROOT = Path(__file__).resolve().parents[1]
PICTURES = ROOT / "docs" / "guides" / "pictures"
WIDTH, HEIGHT = 1280, 860
MOST_BYTES = 200_000
RUN = [sys.executable, "-m", "zaitaku"]
STORY = {"moment": "令和6年1月10日 10:00", "day": "令和6年2月9日"}
# Days of this year and the next are those of the walk: when a task made today is due.
FIX_MOMENTS = """({moment, day, years}) => {
  const days = new RegExp(`令和(${years})年\\\\d+月\\\\d+日`, 'g');
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const node = walker.currentNode;
    node.data = node.data.replace(/令和\\d+年\\d+月\\d+日 \\d+:\\d\\d/g, moment).replace(days, day);
  }
}"""
FIX_ADDRESS = """() => {
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    walker.currentNode.data = walker.currentNode.data.replace(/http:\\/\\/localhost:\\d+/g, 'https://zaitaku.example');
  }
}"""
PLAN = "\n".join(
    [
        "在宅療養推進事業の次期計画（令和6年度～令和8年度）（案）",
        "",
        "目標\t安心して在宅療養を続けられる。",
        "",
        "環境の整備",
        "",
        "①区民への啓発",
        "",
        "目指すべき状態\t目的\t取組\t概要\t成果指標\t目指すべき状態に対する指標\t担当・所管",
        "在宅療養を知る。\t周知\t在宅療養講演会の開催 3回/年\t話を聞く\t参加人数\t基礎調査 知る人の増加\t地域医療課",
        "\t\t認知症医学講座の開催 1回/年\t学ぶ会\t参加者数\t\t高齢者支援課",
        "\t支え合い\t事例検討会の開催 4回/年\t話し合う会\t参加者の満足度\t\t地域医療課・医師会",
    ]
)
PASTED = "回\t会場\t人数\n1\t本会場\t59\n1\t後日上映会\t66\n3\t後日上映会\t集計中"
CHECKED = """令和５年度 実施結果（令和５年12月末現在）
第１回 参加者：196名（本会場59人、同時上映12人、Zoom60人、後日上映会65人）
第２回 参加者：186名（本会場59人、同時上映36人、Zoom41人、後日上映会49人）
新規登録率 44.4%（8/18件）
"""


def main() -> int:
    """Exit code 1 where there is no browser or a picture became too large."""
    names = ("chromium", "chromium-browser", "google-chrome", "chromium-headless-shell")
    browser = next((found for name in names if (found := shutil.which(name))), "")
    if not browser:
        print("no Chromium found: install the package chromium", file=sys.stderr)
        return 1
    PICTURES.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="zaitaku-pictures-") as name, served(Path(name)) as address:
        walk(browser, address, Path(name))
    large = [path.name for path in PICTURES.glob("*.png") if path.stat().st_size > MOST_BYTES]
    for name in large:
        print(f"{name} is larger than {MOST_BYTES} bytes", file=sys.stderr)
    return 1 if large else 0


def walk(browser: str, address: str, folder: Path) -> None:
    with sync_playwright() as playwright:
        env: dict[str, str | float | bool] = {
            **os.environ,
            "LANGUAGE": "ja",
        }  # the browser's own words, such as those beside a file field
        flags = ["--no-sandbox", "--disable-gpu", "--lang=ja"]
        started = playwright.chromium.launch(executable_path=browser, args=flags, env=env)
        context = started.new_context(
            base_url=address, viewport={"width": WIDTH, "height": HEIGHT}, locale="ja-JP", timezone_id="Asia/Tokyo"
        )
        context.set_default_timeout(15_000)
        walker = Walk(context.new_page(), folder / "data")
        walker.all()
        zaitaku(folder, address, "load-synthetic")  # not before: the pages of the example would show it
        event_pictures.all_of_them(walker)
        role_pictures.all_of_them(walker)
        return_pictures.all_of_them(walker)
        ledger_pictures.all_of_them(walker)
        library_pictures.all_of_them(walker)
        started.close()


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """The example on a free port, until the walk is over."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    address = f"http://localhost:{port}"
    zaitaku(folder, address, "load-example", "nerima")
    serve = [*RUN, "serve", "--bind", f"127.0.0.1:{port}", "--workers", "1"]
    with open(folder / "server.log", "wb") as log:
        server = subprocess.Popen(serve, env=environment(folder, address), stdout=log, stderr=log)
        try:
            _wait_for(address)
            yield address
        finally:
            server.terminate()
            server.wait(timeout=20)


def environment(folder: Path, address: str) -> dict[str, str]:
    return os.environ | {"ZAITAKU_DATA": str(folder / "data"), "ZAITAKU_DEMO": "1", "ZAITAKU_BASE_URL": address}


def zaitaku(folder: Path, address: str, *words: str) -> None:
    subprocess.run([*RUN, *words], env=environment(folder, address), check=True, stdout=subprocess.DEVNULL)


def _wait_for(address: str) -> None:
    for _ in range(100):
        try:
            urllib.request.urlopen(f"{address}/accessibility/", timeout=2).close()
            return
        except OSError:
            time.sleep(0.2)
    raise TimeoutError(f"{address} does not answer")


class Walk:
    """One officer's way through the year; each method leaves a picture or two."""

    def __init__(self, page: Page, data: Path) -> None:
        self.page, self.data = page, data

    def all(self) -> None:
        self.sign_in()
        self.plan()
        self.attendance()
        self.returns_and_materials()
        self.figure()
        self.words()
        self.check()
        self.paper()

    @contextmanager
    def visitor(self, size: ViewportSize) -> Iterator[Walk]:
        """Somebody who is not signed in, on a smaller screen."""
        assert self.page.context.browser is not None
        root = "/".join(self.page.url.split("/")[:3])
        context = self.page.context.browser.new_context(
            base_url=root, viewport=size, locale="ja-JP", timezone_id="Asia/Tokyo"
        )
        context.set_default_timeout(15_000)
        yield Walk(context.new_page(), self.data)
        context.close()

    def keep(self, name: str, *, top: str = "", height: int = HEIGHT, still: bool = True, stuck: bool = False) -> None:
        """The main area from the element `top` on, at most `height` pixels of it; `still`: at the story's moment.

        `stuck`: with the bar that stays at the lower edge of the screen, which is made as high as the picture.
        """
        page = self.page
        page.wait_for_load_state("networkidle")  # a click may still be on its way to the next page
        this_year = datetime.now(UTC).year - 2018  # of Reiwa
        if still:
            page.evaluate(FIX_MOMENTS, STORY | {"years": f"{this_year}|{this_year + 1}"})
        page.evaluate(FIX_ADDRESS)
        page.evaluate("document.activeElement && document.activeElement.blur()")
        page.evaluate("scrollTo({top: 0, behavior: 'instant'})")
        area = page.locator("main").bounding_box()
        assert area is not None
        assert page.viewport_size is not None
        begin = self.box(page.locator(top).first)["y"] - 16 if top else area["y"]
        end = min(area["y"] + area["height"], begin + height)
        clip = {"x": 0, "y": begin, "width": page.viewport_size["width"], "height": end - begin}
        size = page.viewport_size
        if stuck:
            page.set_viewport_size({"width": size["width"], "height": round(end)})
        page.screenshot(path=PICTURES / f"{name}.png", clip=clip, full_page=not stuck, animations="disabled")  # type: ignore[arg-type]
        page.set_viewport_size(size)

    def letter_key(self, query: str, *about: str) -> str:
        """The key of a private address that only a letter says; read from the database of the walk."""
        with closing(sqlite3.connect(f"file:{self.data / 'zaitaku.sqlite3'}?mode=ro", uri=True)) as database:
            return str(database.execute(query, about).fetchone()[0])

    @staticmethod
    def box(element: Locator) -> dict[str, float]:
        found = element.bounding_box()
        assert found is not None
        return dict(found)  # type: ignore[arg-type]  # its values are floats

    def button(self, name: str) -> None:
        self.page.get_by_role("button", name=name, exact=True).click()

    def sign_in(self) -> None:
        page = self.page
        page.goto("/account/login/")
        page.get_by_label("メールアドレス").fill("officer@demo.example")
        page.get_by_label("パスワード").fill("zaitaku-demo-2023")
        self.keep("sign-in", height=560)
        self.button("ログイン")
        page.get_by_role("heading", level=1, name="ホーム").wait_for()
        page.goto("/")
        self.keep("home", height=640)

    def plan(self) -> None:
        page = self.page
        table = FilePayload(name="計画案.tsv", mimeType="text/plain", buffer=PLAN.encode())
        page.goto("/plan/import/")
        page.locator("select").first.select_option("")
        page.get_by_label("ファイル").set_input_files(table)
        self.button("変わる箇所を確認する")
        page.get_by_role("heading", level=1, name="取込みの確認").wait_for()
        self.keep("import-preview")

    def attendance(self) -> None:
        page = self.page
        page.goto("/events/")
        page.get_by_role("link", name="在宅療養講演会").click()
        series = page.url
        page.get_by_role("link", name="第3回").click()
        page.get_by_label("後日上映会 値").fill("38")
        page.get_by_label("後日上映会 状態").select_option("確定")
        self.button("保存する")
        page.get_by_text("件の値を保存しました").wait_for()
        self.keep("attendance", height=960)
        page.goto(series)
        page.get_by_role("link", name="参加者数をExcelから貼り付け").click()
        page.locator("textarea").fill(PASTED)
        self.button("読み取り結果を確かめる")
        page.get_by_role("table").wait_for()
        self.keep("paste")

    def returns_and_materials(self) -> None:
        page = self.page
        page.goto("/returns/")
        page.get_by_role("link", name="認知症の相談支援 実績").first.click()
        page.get_by_role("heading", level=1, name="認知症の相談支援 実績").wait_for()
        page.goto(f"{page.url}?year=2023")
        page.get_by_role("table", name="年度内の報告").get_by_role("link").first.click()
        page.get_by_role("button", name="保存する").wait_for()
        self.keep("return")
        page.goto("/materials/")
        page.get_by_role("link", name="在宅療養ガイドブック").first.click()
        page.get_by_role("heading", level=1, name="在宅療養ガイドブック").wait_for()
        self.keep("materials")

    def figure(self) -> None:
        page = self.page
        page.goto("/year/2023/figures/A1.attendance/")
        page.get_by_label("コメント").fill("名簿と照合済み")
        self.keep("figure", height=640)
        self.keep("confirm", top="#confirmation", height=320)

    def words(self) -> None:
        page = self.page
        page.goto("/year/2023/initiatives/A1/words/")
        page.get_by_role("heading", level=1).wait_for()
        self.keep("words", height=900)

    def check(self) -> None:
        page = self.page
        page.goto("/check/")
        page.get_by_label("または文章を貼り付け").fill(CHECKED)
        self.button("検算する")
        page.get_by_role("heading", name="検算の結果").wait_for()
        self.keep("check", top="#findings", height=420)

    def paper(self) -> None:
        page = self.page
        page.goto("/papers/")
        page.get_by_role("link", name="資料１").click()
        page.get_by_role("heading", level=1, name="令和5年度の資料").wait_for()
        self.keep("paper", height=900)
        page.get_by_role("link", name="確定へ進む").click()
        reason = page.get_by_label("未確認の数値があるまま確定する理由")
        reason.fill("協議会の開催日までに、全担当の確認が間に合わないため")
        page.get_by_label("内容を確認し").check()
        self.keep("freeze", top="form[method=post].stack", height=420)
        self.button("確定する")
        page.get_by_text("資料を確定しました。").wait_for()
        page.goto("/papers/open-marks/")
        self.keep("open-marks")


if __name__ == "__main__":
    sys.exit(main())
