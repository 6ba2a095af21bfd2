"""Pages of the desk beside the admin's own, under the same /admin/."""

from django.urls import path

from desk import graph_views, job_views, similar_views

app_name = "desk"

urlpatterns = [
    path("jobs/<int:pk>/", job_views.job, name="job"),
    path("jobs/<int:pk>/stop/", job_views.stop_job, name="stop_job"),
    path("characters/character/<int:pk>/similar/", similar_views.similar, name="similar"),
    path("characters/character/<int:pk>/similar/link/", similar_views.link_similar, name="link_similar"),
    path("characters/character/<int:pk>/similar/change/", similar_views.change_link, name="change_link"),
    path("characters/character/<int:pk>/similar/back/", similar_views.link_back, name="link_back"),
    path("characters/character/<int:pk>/similar/decide/", similar_views.decide, name="decide_suggestion"),
    path("characters/character/<int:pk>/similar/suggest/", similar_views.suggest, name="suggest_similar"),
    path("similarity/", graph_views.graph, name="graph"),
    path("similarity/rebuild/", graph_views.rebuild, name="rebuild_suggestions"),
]
