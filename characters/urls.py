"""The public pages: no sign-in, no JavaScript needed."""

from django.urls import path

from characters import discovery_views, views
from characters.outward import feeds
from characters.outward import views as outward

app_name = "characters"

urlpatterns = [
    path("", discovery_views.home, name="home"),
    path("characters/", views.catalog, name="catalog"),
    path("characters/<slug:slug>/", views.detail, name="detail"),
    path("characters/<slug:slug>/editions/<int:number>/", views.edition, name="edition"),
    path("characters/<slug:slug>/similar/", discovery_views.similar, name="similar"),
    path("characters/<slug:slug>/map/", discovery_views.neighbours, name="map"),
    path("explore/", discovery_views.explore, name="explore"),
    path("collections/", discovery_views.collections, name="collections"),
    path("collections/<slug:slug>/", discovery_views.collection, name="collection"),
    path("timeline/", discovery_views.timeline, name="timeline"),
    path("characters/<slug:slug>/medallion.svg", views.medallion, name="medallion"),
    path("portraits/<str:name>", views.portrait, name="portrait"),
    path("characters/<slug:slug>/picture.png", outward.picture, name="sharing_picture"),
    path("characters/<slug:slug>/cite.<slug:ending>", outward.cite, name="cite"),
    path(
        "characters/<slug:slug>/editions/<int:number>/cite.<slug:ending>", outward.cite, name="cite_edition"
    ),
    path("feeds/new.atom", feeds.new, name="feed_new"),
    path("feeds/revised.atom", feeds.revised, name="feed_revised"),
    path("sitemap.xml", outward.sitemap_index, name="sitemap"),
    path("sitemap-<slug:part>.xml", outward.sitemap, name="sitemap_part"),
    path("robots.txt", views.robots, name="robots"),
]
