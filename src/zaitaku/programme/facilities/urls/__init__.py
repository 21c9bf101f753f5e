"""Addresses: Community groups that support home care, entered by themselves."""

from django.urls import URLPattern, URLResolver, path

from zaitaku.programme.facilities.views import asking, directories, export, groups, own, paste, steps

app_name = "facilities"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", groups.groups, name="groups"),
    path("groups.xlsx", export.workbook_of_groups, name="export_groups"),
    path("telephone/", export.telephone_list, name="telephone_list"),
    path("add/", groups.add, name="add_group"),
    path("paste/", paste.paste, name="paste_groups"),
    path("<int:pk>/", groups.group, name="group"),
    path("<int:pk>/change/", groups.change, name="change_group"),
    path("<int:pk>/approve/", steps.approve_entry, name="approve_group"),
    path("<int:pk>/hand-back/", steps.hand_back_entry, name="hand_back_group"),
    path("<int:pk>/confirm/", steps.confirm_entry, name="confirm_group"),
    path("<int:pk>/consent/", steps.consent, name="group_consent"),
    path("<int:pk>/end/", steps.end, name="end_group"),
    path("<int:pk>/link/", steps.link, name="group_link"),
    path("<int:pk>/contacts/", steps.forget, name="forget_group_contacts"),
    path("directories/", directories.directories, name="directories"),
    path("directories/add/", directories.add, name="add_directory"),
    path("directories/<int:pk>/", directories.change, name="directory"),
    path("counts/<int:pk>/", directories.counts, name="counts"),
    path("ask/", asking.ask, name="ask_to_be_listed"),
    path("ask/sent/", asking.sent, name="asked_to_be_listed"),
    path("own/<str:key>/", own.mine, name="my_group"),
    path("own/<str:key>/change/", own.change, name="change_my_group"),
    path("own/<str:key>/confirm/", own.confirm_mine, name="confirm_my_group"),
    path("own/<str:key>/send/", own.send, name="send_my_group"),
    path("own/<str:key>/consent/", own.consent, name="my_group_consent"),
    path("own/<str:key>/end/", own.end, name="end_my_group"),
]
