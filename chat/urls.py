"""Conversations: signed in only, and only one's own."""

from django.urls import path

from chat.pages import (
    branch_views,
    export_views,
    note_views,
    sharing_views,
    shelf_views,
    trial_views,
    verdict_views,
    views,
)

app_name = "chat"

urlpatterns = [
    path("", shelf_views.conversations, name="list"),
    path("archived/", shelf_views.archived, name="archived"),
    path("deleted/", shelf_views.deleted, name="deleted"),
    path("find/<int:pk>/", shelf_views.find, name="find"),
    path("with/<slug:slug>/", views.begin, name="begin"),
    path("<int:pk>/", views.conversation, name="conversation"),
    path("<int:pk>/messages", views.send_message, name="send"),
    path("<int:pk>/unsent", shelf_views.keep_unsent, name="keep_unsent"),
    path("with/<slug:slug>/unsent", shelf_views.keep_begun, name="keep_begun"),
    path("<int:pk>/rename", shelf_views.rename, name="rename"),
    path("<int:pk>/pin", shelf_views.pin, name="pin"),
    path("<int:pk>/archive", shelf_views.archive, name="archive"),
    path("<int:pk>/delete", shelf_views.delete, name="delete"),
    path("<int:pk>/restore", shelf_views.restore, name="restore"),
    path("<int:pk>/clear", shelf_views.clear, name="clear"),
    path("trials/<int:pk>/", trial_views.trial, name="trial"),
    path("trials/<int:pk>/over", trial_views.start_over, name="start_over"),
    path("replies/<int:pk>/", views.reply, name="reply"),
    path("replies/<int:pk>/stop", views.stop, name="stop"),
    path("replies/<int:pk>/retry", branch_views.retry, name="retry"),
    path("replies/<int:pk>/continue", branch_views.go_on, name="continue"),
    path("messages/<int:pk>/", branch_views.message, name="message"),
    path("messages/<int:pk>/show", branch_views.show, name="show"),
    path("messages/<int:pk>/edit", branch_views.edit, name="edit"),
    path("<int:pk>/part", branch_views.part, name="part"),
    path("<int:pk>/share/", sharing_views.share, name="share"),
    path("<int:pk>/share/update", sharing_views.update, name="update_share"),
    path("<int:pk>/share/revoke", sharing_views.revoke, name="revoke_share"),
    path("<int:pk>/export/", export_views.export, name="export"),
    path("<int:pk>/export/<str:ending>", export_views.export_one, name="export_one"),
    path("export/", export_views.export_all, name="export_all"),
    path("export/<str:ending>", export_views.export_all_as, name="export_all_as"),
    path("replies/<int:pk>/rating", verdict_views.rating, name="rating"),
    path("replies/<int:pk>/report", verdict_views.report, name="report"),
    path("replies/<int:pk>/report/withdraw", verdict_views.withdraw_report, name="withdraw_report"),
    path("messages/<int:pk>/text", verdict_views.text, name="text"),
    path("notes/<int:pk>/", note_views.note, name="note"),
    path("notes/<int:pk>/edit", note_views.edit, name="note_edit"),
    path("notes/<int:pk>/anew", note_views.anew, name="note_anew"),
    # Answered by chat.events, below Django; named here so that templates can say it.
    path("replies/<int:pk>/events", views.events_elsewhere, name="events"),
]
