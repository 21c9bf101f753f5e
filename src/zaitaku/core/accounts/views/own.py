"""What concerns nobody but the person who is signed in."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from zaitaku.core.accounts.access import StaffRequest, page


@require_safe
@page()
def no_password(request: StaffRequest) -> HttpResponse:
    """Where allauth leads people without a password who want to change it.

    They come through the town hall's directory. A password of their own would be a way past it, hence there is none.
    """
    messages.info(request, _("You have no password here: you sign in through the directory, which keeps it."))
    return redirect("mfa_index")
