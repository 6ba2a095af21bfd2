"""Conversations: signed in only, and only one's own."""

from django.urls import path

from chat import trial_views, views

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
    # Answered by chat.events, below Django; named here so that templates can say it.
    path("replies/<int:pk>/events", views.events_elsewhere, name="events"),
]
