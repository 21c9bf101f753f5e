"""A real browser for the journeys: Debian's Chromium (its headless shell), driven by Playwright, judged by axe.

Fixtures: `browser` (one per run), `page_at(width)` (a fresh page on the live server; no code errors and no breach of
the content security policy may have happened when the test ends), `sign_in(page, person)`, `axe(page)` (no finding of
WCAG 2.2 AA), `fits(page)` (no sideways scrolling), `look(page, name)` (both), `programme` (the Nerima example where
the live server sees it), `officer(width)` (an officer of it at the browser). The policy forbids eval, so
`page.wait_for_function` cannot be used: wait for a locator, or poll with `page.evaluate`.
"""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.core.cache import cache
from django.db import connections
from playwright.sync_api import Browser, ConsoleMessage, Page, sync_playwright

from tests.factories import nerima
from tests.factories.nerima import Nerima

FOLDER = Path(__file__).parent
FLAGS = [
    "--no-sandbox",  # the tests may run as root in a container
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]

# Playwright keeps an event loop in the test's thread, which Django would take for asynchronous code.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if FOLDER in item.path.parents:
            item.add_marker(pytest.mark.journey)


def chromium() -> str | None:
    """Where the browser is: ZAITAKU_CHROMIUM, or the first of its usual names on the path."""
    if given := os.environ.get("ZAITAKU_CHROMIUM"):
        return given
    names = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")  # the shell is the quickest
    return next((found for name in names if (found := shutil.which(name))), None)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    path = chromium()
    if path is None:
        reason = "no Chromium found: install the package chromium, or name it in ZAITAKU_CHROMIUM"
        if os.environ.get("CI") == "true":
            pytest.fail(reason)
        pytest.skip(reason)
    # Within an event loop Django gives this thread other connections; nobody could close the ones from before any more.
    connections.close_all()
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield started
        started.close()


@pytest.fixture
def page_at(browser: Browser, live_server) -> Iterator[Callable[..., Page]]:
    """`page_at(360)` opens an empty page of that width; `page.goto("/plan/")` then goes to the live server.

    Keywords go to the browser context: `java_script_enabled=False`, `locale="en-GB"`, `forced_colors="active"` …
    """
    contexts, wrong = [], []

    def heard(message: ConsoleMessage) -> None:
        if "Content Security Policy" in message.text:
            wrong.append(message.text)

    def open_page(width: int = 1280, height: int = 900, **options) -> Page:
        options = {"locale": "ja-JP", "timezone_id": "Asia/Tokyo", **options}
        context = browser.new_context(base_url=live_server.url, viewport={"width": width, "height": height}, **options)
        context.set_default_timeout(15_000)
        contexts.append(context)
        page = context.new_page()
        page.on("console", heard)
        page.on("pageerror", lambda error: wrong.append(str(error)))
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert not wrong, "the browser complained:\n" + "\n".join(wrong)


@pytest.fixture
def sign_in(live_server, client) -> Callable[[Page, Any], None]:
    """Past the sign-in page: the browser gets a session of that person."""

    def enter(page: Page, person: Any) -> None:
        client.force_login(person)
        name = settings.SESSION_COOKIE_NAME
        page.context.add_cookies([{"name": name, "value": client.cookies[name].value, "url": live_server.url}])

    return enter


@pytest.fixture
def axe() -> Callable[[Page], None]:
    """Fails with rule, place and remedy of each finding."""

    def check(page: Page) -> None:
        page.wait_for_load_state()  # a click waits until the next page begins, not until it is there
        options = {"runOnly": {"type": "tag", "values": RULES}, "resultTypes": ["violations"]}
        violations = Axe().run(page, options=options).response["violations"]
        lines = [f"axe finds on {page.url}:"]
        for violation in violations:
            lines.append(f"- {violation['id']} ({violation['impact']}): {violation['help']}")
            lines += [f"    {node['html'][:200]}\n    {node['failureSummary']}" for node in violation["nodes"]]
        assert not violations, "\n".join(lines)

    return check


@pytest.fixture
def fits() -> Callable[[Page], None]:
    """Fails when the page itself scrolls sideways (WCAG 1.4.10); regions inside it may."""

    def check(page: Page) -> None:
        page.wait_for_load_state()  # with its style sheets
        found = page.evaluate("[document.documentElement.scrollWidth, document.documentElement.clientWidth]")
        assert found[0] <= found[1], f"{page.url} is {found[0]} px wide in a window of {found[1]} px"

    return check


@pytest.fixture
def look(
    axe: Callable[[Page], None], fits: Callable[[Page], None], request: pytest.FixtureRequest
) -> Callable[[Page, str], None]:
    """`look(page, "board")`: the page is sound; with ZAITAKU_PICTURES it is kept as a picture, too."""

    def check(page: Page, name: str) -> None:
        fits(page)
        axe(page)
        if folder := os.environ.get("ZAITAKU_PICTURES"):
            story, width = request.path.stem.removeprefix("test_"), (page.viewport_size or {})["width"]
            page.screenshot(path=Path(folder) / f"{story}-{name}-{width}.png", full_page=True)

    return check


@pytest.fixture
def programme(transactional_db: None) -> Nerima:
    """The example in a database that the live server reads too; it goes away with the test."""
    cache.clear()
    return nerima.loaded()


@pytest.fixture
def officer(
    page_at: Callable[..., Page],
    sign_in: Callable[[Page, Any], None],
    axe: Callable[[Page], None],
    fits: Callable[[Page], None],
    programme: Nerima,
) -> Callable[..., Officer]:
    """`officer(360)`: 練馬 花子 of the programme's office is signed in at a browser of that width."""

    def begin(width: int = 1280, **options: Any) -> Officer:
        page = page_at(width, **options)
        sign_in(page, programme.person(name="練馬 花子"))
        return Officer(page, width, axe if options.get("java_script_enabled", True) else lambda _page: None, fits)

    return begin


@dataclass(frozen=True)
class Officer:
    """Somebody who walks through the pages; each page that is looked at must be sound."""

    page: Page
    width: int
    axe: Callable[[Page], None]
    fits: Callable[[Page], None]

    def sees(self, heading: str | re.Pattern[str]) -> None:
        """The page with that heading has come, without barriers and without sideways scrolling."""
        self.page.get_by_role("heading", level=1, name=heading).wait_for()
        self.fits(self.page)
        self.axe(self.page)

    def goes_to(self, place: str) -> None:
        """Through the navigation, as a person does."""
        if self.width < 1024:
            self.page.get_by_text("メニュー", exact=True).click()
        menu = self.page.get_by_role("navigation", name="メインメニュー")
        menu.get_by_role("link", name=place, exact=True).click()
