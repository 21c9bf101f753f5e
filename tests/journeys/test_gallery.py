"""Every component in a real browser: axe, narrow and wide, large text, without JavaScript, by keyboard, on paper."""

import pytest

pytestmark = pytest.mark.urls("tests.core.gallery.urls")


@pytest.mark.parametrize("width", [320, 360, 768, 1280, 3840])
def test_the_components_have_no_barriers_and_fit_every_width(page_at, axe, fits, width):
    page = page_at(width)
    page.goto("/plan/")
    fits(page)
    axe(page)


@pytest.mark.parametrize("address", ["/accessibility/", "/no-such-page/", "/broken/"])
@pytest.mark.parametrize("language", ["ja-JP", "en-GB"])
def test_public_and_error_pages_have_no_barriers(page_at, axe, fits, address, language, client):
    page = page_at(320, locale=language)
    page.goto(address)
    assert page.locator("html").get_attribute("lang") == language[:2]
    fits(page)
    axe(page)


def test_text_at_200_percent_stays_readable(page_at, fits):
    page = page_at(1280)
    page.goto("/plan/")
    page.evaluate("document.documentElement.style.fontSize = '200%'")
    fits(page)
    cut = "e => e.scrollWidth > e.clientWidth + 1 || e.scrollHeight > e.clientHeight + 1"
    for button in page.locator(".button").all():
        assert not button.evaluate(cut)


@pytest.mark.parametrize("options", [{"forced_colors": "active"}, {"reduced_motion": "reduce"}])
def test_settings_of_the_reader_are_respected(page_at, axe, options):
    page = page_at(1280, **options)
    page.goto("/plan/")
    axe(page)
    if "reduced_motion" in options:
        assert page.locator(".button").first.evaluate("e => parseFloat(getComputedStyle(e).transitionDuration)") < 0.01


def test_the_first_key_reaches_the_skip_link_and_focus_is_seen(page_at):
    page = page_at(1280)
    page.goto("/accessibility/")
    page.keyboard.press("Tab")
    link = page.locator(".skip-link")
    assert link.evaluate("e => document.activeElement === e")
    style = link.evaluate(
        "e => { const s = getComputedStyle(e); return [s.outlineWidth, s.outlineColor, s.boxShadow] }"
    )
    assert style[0] == "4px"
    assert style[1] == "rgb(0, 0, 0)"
    assert "255, 212, 61" in style[2]
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"


def test_without_javascript_the_menu_and_the_language_work(page_at):
    page = page_at(360, java_script_enabled=False)
    page.goto("/accessibility/")
    page.get_by_role("button", name="English").click()
    assert page.locator("h1").inner_text() == "Accessibility"
    page.goto("/plan/")
    assert not page.get_by_role("link", name="Audit").is_visible()
    page.get_by_text("Menu", exact=True).click()
    assert page.get_by_role("link", name="Audit").is_visible()
    assert not page.get_by_text("Keyboard shortcuts").first.is_visible()


def test_the_keys_go_to_the_search_and_show_the_list_and_can_be_switched_off(page_at, axe):
    page = page_at(1280)
    page.goto("/plan/")
    page.locator("main").focus()
    page.keyboard.press("/")
    search = page.get_by_role("searchbox")
    assert search.evaluate("e => document.activeElement === e")
    page.keyboard.type("/?")
    assert search.input_value() == "/?"
    page.locator("main").focus()
    page.keyboard.press("?")
    dialog = page.get_by_role("dialog")
    assert dialog.is_visible()
    axe(page)
    dialog.get_by_role("checkbox").uncheck()
    page.keyboard.press("Escape")
    assert not dialog.is_visible()
    page.reload()
    page.locator("main").focus()
    page.keyboard.press("?")
    assert not dialog.is_visible()
    page.get_by_role("button", name="キーボード操作").click()
    assert dialog.is_visible()


def test_the_person_menu_closes_with_escape(page_at):
    page = page_at(360)
    page.goto("/plan/")
    page.get_by_text("練馬 花子").click()
    assert page.get_by_text("前回のログイン").is_visible()
    page.keyboard.press("Escape")
    assert not page.get_by_text("前回のログイン").is_visible()


def test_a_table_is_reached_and_moved_with_the_keyboard(page_at):
    page = page_at(360)
    page.goto("/plan/")
    region = page.get_by_role("region", name="月別の参加者数")
    region.focus()
    page.keyboard.press("ArrowRight")
    for _ in range(100):  # scrolling is smooth, so it takes some frames
        if region.evaluate("e => e.scrollLeft") > 0:
            break
        page.wait_for_timeout(50)
    assert region.evaluate("e => e.scrollLeft") > 0
    header = region.locator("tbody th").first
    assert abs(header.bounding_box()["x"] - region.bounding_box()["x"]) < 2


def test_paper_shows_the_content_and_nothing_else(page_at):
    page = page_at(1280)
    page.goto("/plan/")
    page.emulate_media(media="print")
    for gone in (".site-header", ".site-footer", ".filter", ".pager"):
        assert not page.locator(gone).first.is_visible()
    assert page.locator("table").is_visible()
    assert page.locator("thead").evaluate("e => getComputedStyle(e).display") == "table-header-group"
    assert page.pdf(format="A4")[:5] == b"%PDF-"


def test_a_failed_piece_of_a_page_is_told_and_the_message_can_be_closed(page_at, axe):
    page = page_at(360)
    page.goto("/plan/")
    page.get_by_role("button", name="一部を読み直す").click()
    notice = page.get_by_text("直前の操作に失敗しました")
    notice.wait_for(state="visible")
    axe(page)
    page.locator("#step-failed").get_by_role("button", name="閉じる").click()
    assert not notice.is_visible()
