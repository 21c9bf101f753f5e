"""What is asked, by whom."""

from django.urls import path

from zaitaku.programme.returns.views import asking, forms

urlpatterns = [
    path("", forms.form_list, name="forms"),
    path("new/", asking.add_form, name="add"),
    path("<int:pk>/", forms.form, name="form"),
    path("<int:pk>/elements/", asking.elements, name="elements"),
    path("<int:pk>/elements/new/", asking.add_element, name="add_element"),
    path("elements/<int:pk>/label/", asking.relabel, name="relabel"),
    path("<int:pk>/open/", forms.open_sheet, name="open"),
]
