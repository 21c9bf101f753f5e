from django import template

from zaitaku.programme.events.choices import Need
from zaitaku.programme.events.models import SignUp

register = template.Library()


@register.filter
def need_labels(sign_up: SignUp) -> list[str]:
    """In the order of the form."""
    return [str(need.label) for need in Need if need.value in sign_up.needs]
