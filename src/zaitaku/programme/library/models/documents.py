"""Guidelines, notices, manuals and forms with their versions, and the acts by which they were shared."""

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower
from django.utils import timezone

from zaitaku.core.accounts.models import Person
from zaitaku.core.areas.models import Organisation
from zaitaku.programme.library.choices import DocumentKind


class Document(models.Model):
    """What stays the same from version to version. `is_open`: everybody with an account in the owner's area reads it,
    whether or not it was sent to them."""

    owner = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="library_documents")
    kind = models.CharField(max_length=12, choices=DocumentKind.choices)
    title = models.CharField(max_length=200)
    description = models.TextField(max_length=2000, blank=True)
    is_open = models.BooleanField(default=False)
    created_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["owner", "title"], name="document_title_once")]
        indexes = [models.Index(fields=["kind"], name="documents_by_kind")]
        ordering = ["title", "pk"]

    def __str__(self) -> str:
        return self.title


class Tag(models.Model):
    """A word for the subject of a document."""

    document = models.ForeignKey(Document, on_delete=models.CASCADE, related_name="tags")
    word = models.CharField(max_length=40)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["document", "word"], name="document_tag_once")]
        indexes = [models.Index(fields=["word"], name="tags_by_word")]
        ordering = ["word"]

    def __str__(self) -> str:
        return self.word


class Version(models.Model):
    """An edition of a document, never removed. It is a file, which lies in the database, or an `address` elsewhere.

    The highest number that is not withdrawn is the current one; those before it are superseded.
    """

    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=200)
    issued_on = models.DateField()
    changes = models.TextField(max_length=2000, blank=True)
    file_name = models.CharField(max_length=200, blank=True)
    media_type = models.CharField(max_length=100, blank=True)
    content = models.BinaryField(null=True, blank=True)
    size = models.PositiveIntegerField(default=0)
    address = models.URLField(max_length=500, blank=True)
    added_at = models.DateTimeField()
    added_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_because = models.CharField(max_length=300, blank=True)
    told = 0  # not kept: how many people the action that gave this row wrote to

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["document", "number"], name="version_number_once"),
            models.CheckConstraint(condition=Q(number__gte=1), name="version_number_from_1"),
            models.CheckConstraint(
                condition=(Q(content__isnull=False) & ~Q(file_name="") & Q(address=""))
                | (Q(content=None) & Q(file_name="") & ~Q(address="")),
                name="version_is_file_or_address",
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at=None, withdrawn_because="")
                | (Q(withdrawn_at__isnull=False) & ~Q(withdrawn_because="")),
                name="version_withdrawn_with_reason",
            ),
        ]
        indexes = [models.Index(fields=["issued_on"], name="versions_by_day")]
        ordering = ["document", "-number"]

    def __str__(self) -> str:
        return f"{self.document.title} 第{self.number}版"

    @property
    def label(self) -> str:
        return f"第{self.number}版"


class Sharing(models.Model):
    """One act of sharing information: one version on one day, however many sendings and addressees it had.

    This is what 情報共有の回数 counts. `undone_at`: it never took place, and does not count.
    """

    version = models.ForeignKey(Version, on_delete=models.PROTECT, related_name="sharings")
    shared_on = models.DateField()
    undone_at = models.DateTimeField(null=True, blank=True)
    undone_because = models.CharField(max_length=300, blank=True)
    told = 0  # as with a version

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["version", "shared_on"], condition=Q(undone_at=None), name="sharing_once_a_day"
            ),
            models.CheckConstraint(
                condition=Q(undone_at=None, undone_because="") | (Q(undone_at__isnull=False) & ~Q(undone_because="")),
                name="sharing_undone_with_reason",
            ),
        ]
        indexes = [models.Index(fields=["shared_on"], name="sharings_by_day")]
        ordering = ["-shared_on", "-pk"]

    def __str__(self) -> str:
        return f"{self.version} {self.shared_on:%Y-%m-%d}"


class Sending(models.Model):
    """Each time that an act of sharing went to more people, with the words that went with it. `by_letter` is off where
    it was told otherwise, at a meeting or by post."""

    sharing = models.ForeignKey(Sharing, on_delete=models.PROTECT, related_name="sendings")
    words = models.TextField(max_length=2000, blank=True)
    by_letter = models.BooleanField(default=True)
    sent_at = models.DateTimeField()
    sent_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["sharing", "pk"]

    def __str__(self) -> str:
        return f"{self.sharing} {self.pk}"


class Addressee(models.Model):
    """An organisation (whoever holds a role for it reads), or the e-mail address of somebody without an account, who
    reads behind a private link that holds `key`. Of an organisation `opened_at` is the first opening by anybody there.

    `removed_at`: the address was taken out; that there was somebody, and whether it was opened, stays.
    """

    sharing = models.ForeignKey(Sharing, on_delete=models.PROTECT, related_name="addressees")
    sending = models.ForeignKey(Sending, on_delete=models.PROTECT, related_name="addressees")
    organisation = models.ForeignKey(
        Organisation, null=True, blank=True, on_delete=models.PROTECT, related_name="library_addressees"
    )
    email = models.EmailField(blank=True)
    key = models.CharField(max_length=40, null=True, blank=True, unique=True)
    opened_at = models.DateTimeField(null=True, blank=True)
    opened_by = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    reminded_at = models.DateTimeField(null=True, blank=True)
    removed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["sharing", "organisation"], condition=Q(organisation__isnull=False), name="addressee_once"
            ),
            models.UniqueConstraint("sharing", Lower("email"), condition=~Q(email=""), name="addressee_email_once"),
            models.CheckConstraint(
                condition=(Q(organisation__isnull=False) & Q(email="") & Q(key=None))
                | (Q(organisation=None) & ~Q(email="") & Q(key__isnull=False) & Q(removed_at=None))
                | (Q(organisation=None) & Q(email="") & Q(key=None) & Q(removed_at__isnull=False)),
                name="addressee_is_one_thing",
            ),
        ]
        indexes = [models.Index(fields=["sharing", "opened_at"], name="addressees_by_opening")]
        ordering = ["sharing", F("organisation").asc(nulls_last=True), "pk"]

    def __str__(self) -> str:
        """Without the address: the audit keeps this for good."""
        return self.organisation.name if self.organisation else f"個人宛 {self.pk}"


class Opening(models.Model):
    """The first time that a person, or somebody behind a private link, opened a version."""

    version = models.ForeignKey(Version, on_delete=models.PROTECT, related_name="openings")
    person = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    addressee = models.ForeignKey(Addressee, null=True, blank=True, on_delete=models.PROTECT, related_name="openings")
    opened_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["version", "person"], condition=Q(person__isnull=False), name="opening_once"
            ),
            models.UniqueConstraint(
                fields=["version", "addressee"], condition=Q(addressee__isnull=False), name="opening_by_link_once"
            ),
            models.CheckConstraint(
                condition=Q(person=None, addressee__isnull=False) | Q(person__isnull=False, addressee=None),
                name="opening_by_one",
            ),
        ]
        ordering = ["version", "pk"]

    def __str__(self) -> str:
        return f"{self.version} {timezone.localdate(self.opened_at)}"
