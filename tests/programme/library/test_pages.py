"""Pages of the library: who may do what, what a reader is told, files, private links, Excel."""

import io

import pytest
from django.core.cache import caches
from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import load_workbook

from tests.factories import core, events, library
from zaitaku.core.accounts.choices import Role
from zaitaku.core.mail.models import Letter
from zaitaku.programme.events.choices import ChannelKind, SeriesKind
from zaitaku.programme.library.choices import Check, Consent, Side
from zaitaku.programme.library.models import Document, Opening, Sharing, Video

pytestmark = pytest.mark.django_db


def test_from_a_file_to_a_superseded_page(client, officer, owner, centre, reader):
    client.force_login(officer)
    data = {
        "owner": owner.pk,
        "kind": "guideline",
        "title": "面会の手引き",
        "tags": "面会、感染",
        "issued_on": "R5.10.1",
    }
    made = client.post(
        "/library/documents/add/", data | {"file": SimpleUploadedFile("面会.pdf", library.PDF, "application/pdf")}
    )
    assert made.status_code == 302, made.content.decode()
    document = Document.objects.get()
    first = document.versions.get()
    shared = client.post(
        f"/library/versions/{first.pk}/share/",
        {"kinds": "support_center", "emails": "a@example.jp\nb@example.jp", "on": _today(), "by_letter": "on"},
    )
    act = Sharing.objects.get()
    assert shared.url == f"/library/sharings/{act.pk}/"
    assert act.addressees.count() == 3
    assert Letter.objects.count() == 3
    page = client.get(f"/library/sharings/{act.pk}/?opened=no").content.decode()
    assert "光が丘センター" in page
    assert "0 / 3" in page
    client.post(
        f"/library/documents/{document.pk}/add-version/",
        {"issued_on": "R5.11.1", "address": "https://example.jp/new", "changes": "オンライン面会"},
    )
    client.force_login(reader)
    old = client.get(f"/library/versions/{first.pk}/").content.decode()
    assert "旧版です。新しい版があります" in old
    assert "オンライン面会" in old
    assert "a@example.jp" not in old
    assert client.get(f"/library/sharings/{act.pk}/").status_code == 404
    assert f'action="/library/versions/{first.pk}/open/"' in old
    assert not Opening.objects.exists(), "looking at the page is not opening"
    assert client.get(f"/library/versions/{first.pk}/open/").status_code == 405
    assert not Opening.objects.exists(), "a program that follows links opens nothing"
    download = client.post(f"/library/versions/{first.pk}/open/")
    assert download["Content-Disposition"].startswith("attachment")
    assert download.content == library.PDF
    assert Opening.objects.get().person == reader
    newest = document.versions.first()
    assert f'action="/library/versions/{newest.pk}/open/"' in client.get("/library/").content.decode()
    opened = client.post(f"/library/versions/{newest.pk}/open/")
    assert '<a href="https://example.jp/new" rel="noreferrer">' in opened.content.decode()
    assert Opening.objects.filter(version=newest, person=reader).exists()


def _today():
    from django.utils import timezone

    return timezone.localdate().isoformat()


def test_wrong_addresses_are_named_by_line_and_nothing_is_sent(client, officer, version):
    client.force_login(officer)
    answer = client.post(
        f"/library/versions/{version.pk}/share/", {"emails": "a@example.jp\nwrong", "on": _today(), "by_letter": "on"}
    )
    assert answer.status_code == 422
    assert "2件目" in answer.content.decode()
    assert not Letter.objects.exists()
    assert not Sharing.objects.exists()


def test_a_private_link_opens_by_its_button_and_tells_of_the_new_version(client, officer, version):
    key = library.shared(version=version, emails=["a@example.jp"], words="ご確認ください").addressees.get().key
    page = client.get(f"/library/shared/{key}/")
    assert "ご確認ください" in page.content.decode()
    assert "no-cache" in page["Cache-Control"]
    assert not Opening.objects.exists(), "looking at the page is not opening"
    answer = client.post(f"/library/shared/{key}/open/", {"number": "1"})
    assert answer.content == library.PDF
    assert "no-store" in answer["Cache-Control"]
    assert Opening.objects.get().addressee.opened_at is not None
    new = library.version(document=version.document, address="https://example.jp/new")
    assert "旧版です。新しい版があります" in client.get(f"/library/shared/{key}/").content.decode()
    assert "https://example.jp/new" in client.post(f"/library/shared/{key}/open/", {"number": "2"}).content.decode()
    new.withdrawn_at, new.withdrawn_because = library.NOW, "誤り"
    new.save()
    assert client.post(f"/library/shared/{key}/open/", {"number": "2"}).status_code == 302
    wrong = ("A" if key[0] != "A" else "B") + key[1:]
    assert client.get(f"/library/shared/{wrong}/").status_code == 404


def test_a_machine_that_presses_again_and_again_is_told_to_wait(client, version, settings):
    settings.POSTS_PER_ADDRESS = 1
    caches["posts"].clear()
    key = library.shared(version=version, emails=["a@example.jp"]).addressees.get().key
    answers = [client.post(f"/library/shared/{key}/open/", {"number": "1"}, follow=True) for _number in range(2)]
    assert answers[0].content == library.PDF
    assert "10分ほど待ってから" in answers[1].content.decode()


def test_a_withdrawn_version_is_not_handed_out(client, reader, centre, version):
    library.shared(version=version, organisations=[centre])
    version.withdrawn_at, version.withdrawn_because = library.NOW, "誤りがあったため"
    version.save()
    client.force_login(reader)
    page = client.get(f"/library/versions/{version.pk}/").content.decode()
    assert "誤りがあったため" in page
    assert client.post(f"/library/versions/{version.pk}/open/").url == f"/library/versions/{version.pk}/"
    assert not Opening.objects.exists()


def test_lists_search_and_excel(client, officer, version):
    library.version(document=library.document(owner=version.document.owner, title="入院の流れ"))
    client.force_login(officer)
    found = client.get("/library/", {"q": "感染"}).content.decode()
    assert "感染対策の手引き" in found
    assert "入院の流れ" not in found
    assert "該当する文書がありません" in client.get("/library/", {"state": "withdrawn"}).content.decode()
    sheet = load_workbook(io.BytesIO(client.get("/library/export.xlsx?q=感染").content)).active
    assert [row[0].value for row in sheet.iter_rows(min_row=2)] == ["感染対策の手引き"]


def test_the_list_asks_the_database_a_constant_number_of_times(client, officer, version, django_assert_max_num_queries):
    for _ in range(5):
        library.version(document=library.document(owner=version.document.owner))
    client.force_login(officer)
    with django_assert_max_num_queries(20):
        client.get("/library/")


def test_partners_keep_their_own_only(client, reader, centre, version):
    own = library.version(document=library.document(owner=centre))
    client.force_login(reader)
    for page in ("share", "withdraw"):
        assert client.get(f"/library/versions/{own.pk}/{page}/").status_code == 200
        assert client.get(f"/library/versions/{version.pk}/{page}/").status_code == 404
    assert client.get(f"/library/cases/{library.case().pk}/").status_code == 404


def test_a_case_is_looked_through_on_its_page(client, officer, owner):
    case = library.case(owner=owner, background="田中さんが入院した。")
    client.force_login(officer)
    page = client.get(f"/library/cases/{case.pk}/").content.decode()
    assert "<mark>田中さん</mark>" in page
    assert "まだ掲載できません" in page
    for item in Check:
        client.post(f"/library/cases/{case.pk}/tick/", {"item": item, "step": "tick", "seen": "0"})
    again = client.post(f"/library/cases/{case.pk}/tick/", {"item": "names", "step": "tick", "seen": "0"}, follow=True)
    assert "別の人に確認を依頼" in again.content.decode()
    client.force_login(core.person(role=Role.SECTION_OFFICER, organisation=owner))
    for item in Check:
        client.post(f"/library/cases/{case.pk}/tick/", {"item": item, "step": "tick", "seen": "0"})
    for side in Side:
        data = {"side": side, "state": Consent.GIVEN, "on": "2023-11-01", "how": "書面"}
        assert client.post(f"/library/cases/{case.pk}/consent/", data).status_code == 302
    assert "この事例は掲載できます" in client.get(f"/library/cases/{case.pk}/").content.decode()
    form = {"title": "事例集", "number": "1", "issued_on": "R5.12.1", f"place{case.pk}": "1", "is_open": "on"}
    assert client.post(f"/library/editions/add/?owner={owner.pk}", form).status_code == 302


def as_shown(form):
    return {name: "" if form[name].value() is None else form[name].value() for name in form.fields}


def test_a_page_that_is_older_than_the_words_ticks_and_overwrites_nothing(client, officer, owner):
    case = library.case(owner=owner, background="田中さんが入院した。")
    client.force_login(officer)
    url = f"/library/cases/{case.pk}/change/"
    shown = client.get(url).context["page_form"]
    older = as_shown(shown)
    assert client.post(url, older | {"background": "80代の人が入院した。"}).status_code == 302
    ticking = {"item": "names", "step": "tick", "seen": older["seen"]}
    told = client.post(f"/library/cases/{case.pk}/tick/", ticking, follow=True).content.decode()
    assert "本文が変更されています" in told
    assert "80代の人が入院した。" in told
    assert not case.ticks.exists()
    page = client.post(url, older | {"learnt": "早い連絡が大切である。"})
    words = page.content.decode()
    assert page.status_code == 422
    assert all(text in words for text in ("現在の内容", "80代の人が入院した。", "早い連絡が大切である。"))
    case.refresh_from_db()
    assert (case.background, case.version) == ("80代の人が入院した。", 1)
    assert client.post(url, as_shown(page.context["page_form"]) | {"background": case.background}).status_code == 302
    case.refresh_from_db()
    assert (case.background, case.learnt) == ("80代の人が入院した。", "早い連絡が大切である。")


def test_a_session_leads_to_its_case_and_its_video(client, officer, owner):
    core.organisation(area=owner.area, name="高齢者支援課")
    meeting = events.session(series=events.series(owner=owner, kind=SeriesKind.CASE_MEETING))
    client.force_login(officer)
    for name, page in (("事例集に載せる事例を書く", "cases"), ("この回の動画を登録", "videos")):
        assert name in client.get(f"/events/sessions/{meeting.pk}/").content.decode()
        form = client.get(f"/library/{page}/add/?session={meeting.pk}").context["page_form"]
        assert (form["session"].value(), form["owner"].value()) == (meeting.pk, owner.pk)
    case = library.case(owner=owner, session=meeting, title="退院の事例")
    video = library.video(owner=owner, session=meeting, title="収録した動画")
    other = library.case(session=meeting, title="ほかの課の事例")
    shown = client.get(f"/events/sessions/{meeting.pk}/").content.decode()
    for kind, one, name in (("cases", case, "事例：退院の事例"), ("videos", video, "動画：収録した動画")):
        assert f'<a href="/library/{kind}/{one.pk}/">{name}</a>' in shown
        assert f'href="/events/sessions/{meeting.pk}/"' in client.get(f"/library/{kind}/{one.pk}/").content.decode()
    assert other.title not in shown
    client.force_login(core.person(role=Role.COUNCIL_MEMBER, organisation=owner))
    shown = client.get(f"/events/sessions/{meeting.pk}/").content.decode()
    assert (case.title in shown, video.title in shown) == (False, True)
    client.force_login(officer)
    assert client.get("/library/cases/add/?session=9" + "9" * 30).context["page_form"]["session"].value() is None
    events.channel(session=meeting, kind=ChannelKind.VIDEO)
    assert "この回の動画を登録" not in client.get(f"/events/sessions/{meeting.pk}/").content.decode()


def test_the_pdf_of_an_edition_is_the_same_again_and_stops_with_consent(client, officer, owner, reader):
    case = library.publishable(owner=owner)
    edition = library.edition(case)
    client.force_login(reader)
    first, second = (client.get(f"/library/editions/{edition.pk}/casebook.pdf").content for _ in range(2))
    assert first == second
    assert first.startswith(b"%PDF-")
    client.force_login(officer)
    data = {"side": "person", "state": "withdrawn", "on": "2023-11-01", "how": "電話"}
    told = client.post(f"/library/cases/{case.pk}/consent/", data, follow=True).content.decode()
    assert "公開を止めました" in told
    assert client.get(f"/library/editions/{edition.pk}/casebook.pdf").status_code == 404
    assert "公開を止めています" in client.get(f"/library/editions/{edition.pk}/").content.decode()
    client.force_login(reader)
    assert client.get(f"/library/editions/{edition.pk}/").status_code == 404


def test_views_are_entered_and_pasted(client, officer, owner):
    video = library.video(owner=owner, title="在宅療養とは")
    client.force_login(officer)
    page = client.get(f"/library/videos/{video.pk}/")
    name = next(form.prefix for _month, form in page.context["lines"])
    answer = client.post(f"/library/videos/{video.pk}/", {f"{name}-value": "120"})
    assert answer.status_code == 302, answer.content.decode()
    assert video.views.get().value == 120
    form = client.get("/library/videos/paste/").context["page_form"]
    month = form.fields["month"].choices[0][0]
    data = {"month": month, "block": "題名\t視聴回数\n在宅療養とは\t80", "step": "look"}
    looked = client.post("/library/videos/paste/", data).content.decode()
    assert "この内容で保存" in looked
    assert client.post("/library/videos/paste/", data | {"step": "save"}).status_code == 302
    assert video.views.filter(superseded_at=None).count() == 2
    assert Video.objects.count() == 1
    sheet = load_workbook(io.BytesIO(client.get("/library/videos/export.xlsx").content)).active
    assert [row[6].value for row in sheet.iter_rows(min_row=2)] == [200]


def test_an_address_with_a_huge_number_leads_nowhere(client, officer, version):
    client.force_login(officer)
    for page in ("documents", "versions", "sharings", "cases", "editions", "videos"):
        assert client.get(f"/library/{page}/{10**30}/").status_code == 404, page
