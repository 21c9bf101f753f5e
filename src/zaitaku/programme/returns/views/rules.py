"""Rules of a form: listed, tried against the months before, kept."""

from datetime import timedelta

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from zaitaku.core.accounts.access import Permission, StaffRequest, page
from zaitaku.programme.returns.actions import rules as actions
from zaitaku.programme.returns.actions.refused import FormRefused
from zaitaku.programme.returns.actions.rules import RuleFields
from zaitaku.programme.returns.choices import RuleKind
from zaitaku.programme.returns.forms.rules import HELPS, KindForm, RuleForm
from zaitaku.programme.returns.models import Form, Rule
from zaitaku.programme.returns.queries.building import rules_of
from zaitaku.programme.returns.queries.checking import FormCheck, rule_check
from zaitaku.programme.returns.queries.trial import trial
from zaitaku.programme.returns.views.reach import form_or_404, own_form_or_404, seen, written

TRIED = timedelta(days=731)
SHOWN = 100


@page(Permission.VIEW_PROGRAMME)
@require_GET
def rules(request: StaffRequest, pk: int) -> HttpResponse:
    form = form_or_404(pk, seen(request))
    is_owner = written(request).filter(pk=form.owner_id).exists()
    kinds = [(kind.value, kind.label, HELPS[kind]) for kind in RuleKind]
    context = {"form": form, "rows": rules_of(form), "is_owner": is_owner, "kinds": kinds}
    return render(request, "returns/asking/rules.html", context)


@page(Permission.RECORD)
@require_http_methods(["GET", "POST"])
def add_rule(request: StaffRequest, pk: int) -> HttpResponse:
    """Its kind is chosen before: `kind` in the address."""
    form = own_form_or_404(pk, written(request))
    chosen = KindForm(request.GET)
    if not chosen.is_valid():
        return redirect("returns:rules", pk)
    kind = RuleKind(chosen.cleaned_data["kind"])
    asked = RuleForm(request.POST or None, form=form, kind=kind)
    return _rule_page(request, form, asked, None, _("Add a rule"))


@page(Permission.RECORD)
@require_http_methods(["GET", "POST"])
def change_rule(request: StaffRequest, pk: int) -> HttpResponse:
    rows = Rule.objects.select_related("form__owner", "element")
    rule = get_object_or_404(rows, pk=pk, form__owner__in=written(request))
    asked = RuleForm(request.POST or None, form=rule.form, kind=RuleKind(rule.kind), rule=rule)
    return _rule_page(request, rule.form, asked, rule, _("Change a rule"))


def _rule_page(request: StaffRequest, form: Form, asked: RuleForm, rule: Rule | None, heading: str) -> HttpResponse:
    """`step` is try or save; what is tried is not saved."""
    tried = None
    if asked.is_valid():
        fields = asked.rule_fields()
        try:
            if request.POST.get("step") == "try":
                actions.refuse_rule(form, fields)
                tried = trial(form, check_of(fields), since=timezone.localdate() - TRIED)
            else:
                _keep(request, form, rule, fields)
                messages.success(request, _("Saved."))
                return redirect("returns:rules", form.pk)
        except FormRefused as refused:
            asked.add_error(None, str(refused))
    context = {
        "form": form,
        "page_form": asked,
        "kind": asked.kind.label,
        "help": HELPS[asked.kind],
        "heading": heading,
        "rule": rule,
        "tried": tried,
        "found": tried.found[:SHOWN] if tried else [],
    }
    return render(request, "returns/asking/rule.html", context, status=422 if asked.errors else 200)


def _keep(request: StaffRequest, form: Form, rule: Rule | None, fields: RuleFields) -> None:
    if rule is None:
        actions.add_rule(form=form, fields=fields, by=request.user)
    else:
        actions.change_rule(rule=rule, fields=fields, by=request.user)


def check_of(fields: RuleFields) -> FormCheck:
    return rule_check(
        fields.kind,
        fields.element,
        severity=fields.severity,
        others=[one.code for one in fields.others],
        minimum=fields.minimum,
        maximum=fields.maximum,
    )


@page(Permission.RECORD)
@require_POST
def remove_rule(request: StaffRequest, pk: int) -> HttpResponse:
    rule = get_object_or_404(Rule.objects.select_related("form"), pk=pk, form__owner__in=written(request))
    actions.remove_rule(rule=rule, by=request.user)
    messages.success(request, _("The rule was removed."))
    return redirect("returns:rules", rule.form_id)
