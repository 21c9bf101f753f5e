"""What is asked, by whom."""

from django.urls import path

from zaitaku.programme.returns.views import asking, breakdowns, catchments, elements, forms, rules

urlpatterns = [
    path("", forms.form_list, name="forms"),
    path("new/", asking.add_form, name="add"),
    path("new/centre/", asking.add_ready_form, name="add_ready"),
    path("<int:pk>/", forms.form, name="form"),
    path("<int:pk>/settings/", asking.settings, name="settings"),
    path("<int:pk>/close/", asking.close, name="close_form"),
    path("<int:pk>/copy/", asking.copy, name="copy_form"),
    path("<int:pk>/preview/", asking.preview, name="preview"),
    path("<int:pk>/elements/", elements.elements, name="elements"),
    path("<int:pk>/elements/new/", elements.add_element, name="add_element"),
    path("<int:pk>/elements/paste/", elements.paste_elements, name="paste_elements"),
    path("elements/<int:pk>/label/", elements.relabel, name="relabel"),
    path("elements/<int:pk>/change/", elements.change_element, name="change_element"),
    path("elements/<int:pk>/end/", elements.end_element, name="end_element"),
    path("elements/<int:pk>/split/", elements.split, name="split_element"),
    path("elements/<int:pk>/unsplit/", elements.unsplit, name="unsplit_element"),
    path("elements/<int:pk>/move/", elements.move_element, name="move_element"),
    path("elements/<int:pk>/remove/", elements.remove_element, name="remove_element"),
    path("<int:pk>/breakdowns/", breakdowns.breakdowns, name="breakdowns"),
    path("<int:pk>/breakdowns/new/", breakdowns.add_breakdown, name="add_breakdown"),
    path("breakdowns/<int:pk>/change/", breakdowns.change_breakdown, name="change_breakdown"),
    path("breakdowns/<int:pk>/remove/", breakdowns.remove_breakdown, name="remove_breakdown"),
    path("breakdowns/<int:pk>/options/new/", breakdowns.add_option, name="add_option"),
    path("options/<int:pk>/label/", breakdowns.relabel_option, name="relabel_option"),
    path("options/<int:pk>/end/", breakdowns.end_option, name="end_option"),
    path("options/<int:pk>/move/", breakdowns.move_option, name="move_option"),
    path("options/<int:pk>/remove/", breakdowns.remove_option, name="remove_option"),
    path("<int:pk>/rules/", rules.rules, name="rules"),
    path("<int:pk>/rules/new/", rules.add_rule, name="add_rule"),
    path("rules/<int:pk>/", rules.change_rule, name="change_rule"),
    path("rules/<int:pk>/remove/", rules.remove_rule, name="remove_rule"),
    path("catchments/", catchments.catchments, name="catchments"),
    path("catchments/paste/", catchments.paste_catchments, name="paste_catchments"),
    path("catchments/<int:pk>/remove/", catchments.remove_catchment, name="remove_catchment"),
    path("<int:pk>/open/", forms.open_sheet, name="open"),
]
