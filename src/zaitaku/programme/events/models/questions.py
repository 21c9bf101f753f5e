"""Questions with fixed scales, questionnaires made of them, and the answers of each session."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from zaitaku.core.areas.models import Organisation
from zaitaku.core.records.models import Recorded, one_current_row, superseded_after_recorded, value_fits_state
from zaitaku.programme.events.choices import AnswerWay, CollectionStatus, QuestionKind
from zaitaku.programme.events.models.attendance import CheckIn
from zaitaku.programme.events.models.series import Channel, Series, Session


class Scale(models.Model):
    """The fixed options of a question, such as とても思った … 思わなかった. Used scales are not changed any more."""

    owner = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="scales")
    code = models.CharField(max_length=40)
    title = models.CharField(max_length=100)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["owner", "code"], name="scale_code_once")]
        ordering = ["code"]

    def __str__(self) -> str:
        return self.title


class Option(models.Model):
    scale = models.ForeignKey(Scale, on_delete=models.CASCADE, related_name="options")
    position = models.PositiveSmallIntegerField()
    label = models.CharField(max_length=100)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["scale", "position"], name="option_position_once"),
            models.UniqueConstraint(fields=["scale", "label"], name="option_label_once"),
        ]
        ordering = ["scale", "position"]

    def __str__(self) -> str:
        return self.label


class Question(models.Model):
    """A question of the library.

    `definition` says in words which answers count ("とても思った、思った合算"), `counted` in positions of its scale;
    an indicator may name its own.
    """

    owner = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="questions")
    code = models.CharField(max_length=40)
    text = models.CharField(max_length=300)
    kind = models.CharField(max_length=10, choices=QuestionKind.choices, default=QuestionKind.SINGLE)
    scale = models.ForeignKey(Scale, null=True, blank=True, on_delete=models.PROTECT, related_name="questions")
    counted = models.JSONField(default=list, blank=True)
    definition = models.CharField(max_length=200, blank=True)
    decimals = models.PositiveSmallIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["owner", "code"], name="question_code_once")]
        ordering = ["code"]

    def __str__(self) -> str:
        return self.text


class Questionnaire(models.Model):
    """The questions a series asks, in order. Once a session collects answers only a copy can be changed."""

    series = models.ForeignKey(Series, on_delete=models.PROTECT, related_name="questionnaires")
    title = models.CharField(max_length=200)
    introduction = models.TextField(max_length=1000, blank=True)

    class Meta:
        ordering = ["series", "pk"]

    def __str__(self) -> str:
        return self.title


class Item(models.Model):
    questionnaire = models.ForeignKey(Questionnaire, on_delete=models.CASCADE, related_name="items")
    question = models.ForeignKey(Question, on_delete=models.PROTECT, related_name="items")
    position = models.PositiveSmallIntegerField()
    is_required = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["questionnaire", "position"], name="item_position_once"),
            models.UniqueConstraint(fields=["questionnaire", "question"], name="item_question_once"),
        ]
        ordering = ["questionnaire", "position"]

    def __str__(self) -> str:
        return f"{self.position} {self.question}"


class Collection(models.Model):
    """A questionnaire as answered after one session, open until somebody closes it.

    `key` is behind the QR code; where `takes_qr` is off only personal links and sheets of paper bring answers.
    """

    questionnaire = models.ForeignKey(Questionnaire, on_delete=models.PROTECT, related_name="collections")
    session = models.ForeignKey(Session, on_delete=models.PROTECT, related_name="collections")
    status = models.CharField(max_length=10, choices=CollectionStatus.choices, default=CollectionStatus.OPEN)
    key = models.CharField(max_length=32, unique=True)
    takes_qr = models.BooleanField(default=True)
    opened_at = models.DateTimeField()
    closes_on = models.DateField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["questionnaire", "session"], name="collection_once")]
        ordering = ["session", "pk"]

    def __str__(self) -> str:
        return f"{self.session} {self.questionnaire}"


class Invitation(models.Model):
    """A personal link. It knows that it was used, not which response came through it.

    It belongs to somebody who came to the session (`check_in`), or to somebody whom another part of the product names:
    then `about` says what for (meetings.trainee:12), and `channel` what the answers count for.
    """

    collection = models.ForeignKey(Collection, on_delete=models.PROTECT, related_name="invitations")
    check_in = models.ForeignKey(CheckIn, null=True, blank=True, on_delete=models.PROTECT, related_name="invitations")
    about = models.CharField(max_length=60, blank=True)
    channel = models.ForeignKey(Channel, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=200, blank=True)
    email = models.EmailField(blank=True)
    key = models.CharField(max_length=32, unique=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    is_answered = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["collection", "check_in"], name="invited_once"),
            models.UniqueConstraint(fields=["collection", "about"], condition=~Q(about=""), name="invited_about_once"),
            models.CheckConstraint(
                condition=Q(check_in__isnull=False, about="", channel=None, name="", email="")
                | Q(check_in=None, channel__isnull=False) & ~Q(about=""),
                name="invited_as_came_or_named",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.collection} {self.pk}"

    @property
    def place(self) -> Channel:
        """The channel that the answers count for."""
        return self.channel or self.check_in.channel  # type: ignore[union-attr]  # one of them, says the database


class Response(models.Model):
    """One filled-in questionnaire. Nothing leads from it to a person; `key` makes sending twice the same as once.

    `number` is the running number of a sheet of paper, so that it can be found again; `received_on` the day from
    which the response counts. One entered by mistake is discarded, not deleted.
    """

    collection = models.ForeignKey(Collection, on_delete=models.PROTECT, related_name="responses")
    channel = models.ForeignKey(Channel, on_delete=models.PROTECT, related_name="responses")
    way = models.CharField(max_length=10, choices=AnswerWay.choices)
    number = models.PositiveIntegerField(null=True, blank=True)
    key = models.CharField(max_length=64, unique=True)
    received_on = models.DateField()
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    discarded_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["collection", "number"], name="sheet_number_once")]
        ordering = ["collection", "pk"]

    def __str__(self) -> str:
        return f"{self.collection} {self.pk}"


class Answer(models.Model):
    """One answer of a response: a chosen option (several rows where several may be chosen), a number, or a text."""

    response = models.ForeignKey(Response, on_delete=models.CASCADE, related_name="answers")
    question = models.ForeignKey(Question, on_delete=models.PROTECT, related_name="answers")
    option = models.ForeignKey(Option, null=True, blank=True, on_delete=models.PROTECT, related_name="answers")
    number = models.DecimalField(max_digits=12, decimal_places=2, null=True, blank=True)
    text = models.TextField(max_length=2000, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["response", "question", "option"], name="answer_option_once"),
            models.UniqueConstraint(
                fields=["response", "question"], condition=Q(option=None), name="answer_without_option_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.question}: {self.option or self.number or self.text[:20]}"


class AnswerTag(models.Model):
    """What a free text is about, in the words of those who read it."""

    answer = models.ForeignKey(Answer, on_delete=models.CASCADE, related_name="tags")
    tag = models.CharField(max_length=40)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["answer", "tag"], name="answer_tag_once")]
        ordering = ["tag"]

    def __str__(self) -> str:
        return self.tag


class AnswerShare(Recorded):
    """The share (percent) of one session's or channel's answers that count, with its fraction where known.

    It is for results that came as a table; where single responses are kept, the share is computed from them.
    """

    question = models.ForeignKey(Question, on_delete=models.PROTECT, related_name="shares")
    session = models.ForeignKey(Session, on_delete=models.PROTECT, related_name="answer_shares")
    channel = models.ForeignKey(Channel, null=True, blank=True, on_delete=models.PROTECT, related_name="answer_shares")
    numerator = models.PositiveIntegerField(null=True, blank=True)
    denominator = models.PositiveIntegerField(null=True, blank=True)

    class Meta:
        constraints = [
            one_current_row("question", "session", "channel", name="one_current_share"),
            models.UniqueConstraint(
                fields=["question", "session"],
                condition=Q(superseded_at=None, channel=None),
                name="one_current_share_of_a_session",
            ),
            value_fits_state("share_value_fits_state"),
            superseded_after_recorded("share_superseded_later"),
            models.CheckConstraint(condition=Q(value=None) | Q(value__lte=100), name="share_up_to_100"),
            models.CheckConstraint(
                condition=Q(numerator=None, denominator=None)
                | Q(numerator__isnull=False, denominator__gte=F("numerator")),
                name="share_fraction_whole",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.question} {self.session}: {self.value}"
