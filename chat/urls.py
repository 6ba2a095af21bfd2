"""Conversations: signed in only, and only one's own."""

from django.urls import path

from chat import export_views, sharing_views, trial_views, verdict_views, views

app_name = "chat"

urlpatterns = [
    path("", views.conversations, name="list"),
    path("with/<slug:slug>/", views.begin, name="begin"),
    path("<int:pk>/", views.conversation, name="conversation"),
    path("<int:pk>/messages", views.send_message, name="send"),
    path("<int:pk>/delete/", views.delete, name="delete"),
    path("trials/<int:pk>/", trial_views.trial, name="trial"),
    path("trials/<int:pk>/over", trial_views.start_over, name="start_over"),
    path("replies/<int:pk>/", views.reply, name="reply"),
    path("replies/<int:pk>/stop", views.stop, name="stop"),
    path("replies/<int:pk>/retry", views.retry, name="retry"),
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
    # Answered by chat.events, below Django; named here so that templates can say it.
    path("replies/<int:pk>/events", views.events_elsewhere, name="events"),
]
