"""Conversations: signed in only, and only one's own."""

from django.urls import path

from chat import branch_views, trial_views, views

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
    path("replies/<int:pk>/retry", branch_views.retry, name="retry"),
    path("replies/<int:pk>/continue", branch_views.go_on, name="continue"),
    path("messages/<int:pk>/", branch_views.message, name="message"),
    path("messages/<int:pk>/show", branch_views.show, name="show"),
    path("messages/<int:pk>/edit", branch_views.edit, name="edit"),
    path("<int:pk>/part", branch_views.part, name="part"),
    # Answered by chat.events, below Django; named here so that templates can say it.
    path("replies/<int:pk>/events", views.events_elsewhere, name="events"),
]
