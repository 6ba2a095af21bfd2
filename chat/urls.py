"""Conversations: signed in only, and only one's own."""

from django.urls import path

from chat import shelf_views, trial_views, views

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
    path("replies/<int:pk>/retry", views.retry, name="retry"),
    # Answered by chat.events, below Django; named here so that templates can say it.
    path("replies/<int:pk>/events", views.events_elsewhere, name="events"),
]
