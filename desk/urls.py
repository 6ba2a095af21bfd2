"""Pages of the desk beside the admin's own, under the same /admin/."""

from django.urls import path

from desk import job_views, opening_views, schedule_views

app_name = "desk"

urlpatterns = [
    path("jobs/<int:pk>/", job_views.job, name="job"),
    path("jobs/<int:pk>/stop/", job_views.stop_job, name="stop_job"),
    path("characters/character/<int:pk>/schedule/", schedule_views.schedule, name="schedule"),
    path(
        "characters/character/<int:pk>/schedule/publish/",
        schedule_views.schedule_publishing,
        name="schedule_publishing",
    ),
    path(
        "characters/character/<int:pk>/schedule/withdraw/",
        schedule_views.schedule_withdrawal,
        name="schedule_withdrawal",
    ),
    path("schedules/<int:pk>/call-off/", schedule_views.call_off, name="call_off"),
    path("characters/character/<int:pk>/open/", opening_views.sign, name="sign"),
    path("characters/character/<int:pk>/open/leave/", opening_views.leave, name="leave"),
]
