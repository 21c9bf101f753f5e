from django.urls import URLPattern, URLResolver, path

from zaitaku.programme.meetings.views import group_papers, group_people, groups

urlpatterns: list[URLPattern | URLResolver] = [
    path("sessions/<int:pk>/groups/", groups.board, name="groups"),
    path("sessions/<int:pk>/groups/make/", groups.make, name="make_groups"),
    path("sessions/<int:pk>/groups/move/", groups.move, name="move_member"),
    path("sessions/<int:pk>/groups/swap/", groups.swap, name="swap_members"),
    path("sessions/<int:pk>/groups/pin/", groups.pin, name="pin_member"),
    path("sessions/<int:pk>/groups/facilitate/", groups.facilitate, name="facilitate_member"),
    path("sessions/<int:pk>/groups/absent/", groups.absent, name="absent_member"),
    path("sessions/<int:pk>/groups/absent-all/", groups.absent_all, name="absent_members"),
    path("sessions/<int:pk>/groups/back/", groups.back, name="bring_back"),
    path("sessions/<int:pk>/groups/late/", groups.late, name="add_late"),
    path("sessions/<int:pk>/groups/undo/", groups.undo, name="undo_groups"),
    path("sessions/<int:pk>/groups/settle/", groups.settle, name="settle_groups"),
    path("sessions/<int:pk>/groups/tables/", groups.tables, name="group_tables"),
    path("sessions/<int:pk>/groups/table/", groups.table, name="group_table"),
    path("sessions/<int:pk>/groups/people/", group_people.people, name="group_people"),
    path("sessions/<int:pk>/groups/people/add/", group_people.add, name="add_group_member"),
    path("sessions/<int:pk>/groups/people/take/", group_people.take, name="take_group_members"),
    path("sessions/<int:pk>/groups/people/paste/", group_people.paste, name="paste_group_members"),
    path("sessions/<int:pk>/groups/people/bind/", group_people.bind, name="bind_members"),
    path("sessions/<int:pk>/groups/people/unbind/", group_people.unbind, name="unbind_members"),
    path("sessions/<int:pk>/groups/lists.pdf", group_papers.lists, name="group_lists"),
    path("sessions/<int:pk>/groups/cards.pdf", group_papers.cards, name="group_cards"),
]
