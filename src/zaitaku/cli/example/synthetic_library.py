"""Made-up documents with versions and readers, cases for the casebook, and a video: to try the library in the demo."""

from datetime import timedelta
from decimal import Decimal

from zaitaku.cli.example.making import CONTACT, Maker
from zaitaku.core.accounts.models import Person
from zaitaku.core.records.actions import Entry
from zaitaku.programme.events.choices import Audience, Profession
from zaitaku.programme.library.actions.casebook import note_consent, tick, write_case
from zaitaku.programme.library.actions.documents import VersionEntry, add_version, create_document
from zaitaku.programme.library.actions.editions import make_edition
from zaitaku.programme.library.actions.sharing import open_by_link, share
from zaitaku.programme.library.actions.videos import Counted, add_video, record_views
from zaitaku.programme.library.choices import Check, Consent, DocumentKind, Scene, Side
from zaitaku.programme.library.models import Case
from zaitaku.programme.library.queries.videos import months_of

EMAILS = ("kakuu-reader1@example.jp", "kakuu-reader2@example.jp")
PAGE = "https://example.jp/kakuu"


def library(maker: Maker) -> None:
    _document(maker)
    cases = [_case(maker, number) for number in (1, 2)]
    _edition(maker, cases[0])
    _video(maker)


def _document(maker: Maker) -> None:
    """Shared a week ago, read by one of two, and replaced since; the new version is shared today."""
    document = create_document(
        owner=maker.owner,
        kind=DocumentKind.GUIDELINE,
        title="【架空】在宅療養の感染対策の手引き",
        description="資料室を試すための架空の文書です。",
        is_open=True,
        tags=["感染対策", "在宅療養"],
        version=VersionEntry("【架空】在宅療養の感染対策の手引き", maker.earlier(60), address=f"{PAGE}/1"),
        by=maker.by,
        now=maker.now - timedelta(days=60),
    )
    first = document.versions.get()
    shared = share(
        version=first,
        on=maker.earlier(7),
        organisations=[maker.owner],
        emails=EMAILS,
        by_letter=False,
        by=maker.by,
        now=maker.now,
    )
    open_by_link(addressee=shared.addressees.get(email=EMAILS[0]), version=first, now=maker.now - timedelta(days=1))
    entry = VersionEntry(document.title, maker.now.date(), changes="【架空】面会の章を加えた。", address=f"{PAGE}/2")
    second = add_version(document=document, version=entry, by=maker.by, now=maker.now)
    share(
        version=second,
        on=maker.now.date(),
        organisations=[maker.owner],
        words="【架空】改訂しました。ご確認ください。",
        by_letter=False,
        by=maker.by,
        now=maker.now,
    )


def _case(maker: Maker, number: int) -> Case:
    return write_case(
        owner=maker.owner,
        title=f"【架空】退院を支えた多職種の連携{number}",
        scene=Scene.HOSPITAL,
        theme="【架空】退院前の準備",
        professions=[Profession.DOCTOR, Profession.VISITING_NURSE, Profession.CARE_MANAGER],
        background="架空の事例です。80代の一人暮らしの人が、骨折の治療を終えて自宅へ戻ることになった。",
        done="退院前に関係者が集まり、訪問の予定と連絡先を一枚にまとめた。",
        learnt="入院した早い時期に、病院と在宅の担当者が連絡を取り合うことが大切である。",
        session=None,
        by=maker.by,
        now=maker.now,
    )


def _edition(maker: Maker, case: Case) -> None:
    """Where a second person is there to confirm the list; otherwise the case waits for one."""
    for item in Check:
        tick(case=case, item=item, seen=case.version, by=maker.by, now=maker.now)
    second = Person.objects.filter(is_active=True, is_system=False).exclude(pk=maker.by.pk).order_by("pk").first()
    if second is None:
        return
    for item in Check:
        tick(case=case, item=item, seen=case.version, by=second, now=maker.now)
    for side in Side:
        note_consent(
            case=case, side=side, state=Consent.GIVEN, on=maker.now.date(), how="【架空】", by=maker.by, now=maker.now
        )
    make_edition(
        owner=maker.owner,
        number=1,
        title="【架空】多職種連携事例集",
        issued_on=maker.now.date(),
        preface="事例集を試すための架空の事例です。",
        contact=CONTACT,
        is_open=True,
        cases=[case.pk],
        by=maker.by,
        now=maker.now,
    )


def _video(maker: Maker) -> None:
    video = add_video(
        owner=maker.owner,
        title="【架空】はじめての在宅療養",
        address=f"{PAGE}/video",
        session=None,
        published_on=maker.earlier(100),
        published_to=None,
        audience=Audience.RESIDENTS,
        minutes=15,
        description="架空の動画です。",
        by=maker.by,
        now=maker.now,
    )
    past = [month for month, _row in months_of(video, on=maker.now.date())][1:]
    counts = [Counted(video, month, Entry(Decimal(maker.chance.randint(20, 200))), None) for month in past]
    record_views(counts=counts, by=maker.by, now=maker.now)
