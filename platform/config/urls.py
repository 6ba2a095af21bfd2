"""Every address of the site."""

from allauth.account.decorators import secure_admin_login
from django.conf.urls.i18n import i18n_patterns
from django.contrib import admin
from django.urls import include, path

from chat.pages import sharing_views
from desk.previewing import views as preview_views
from web import views as web_views

# The admin's own sign-in would pass by allauth's rate limits and second factor.
admin.autodiscover()
admin.site.login = secure_admin_login(admin.site.login)

handler404 = "web.views.not_found"

# In each language of the interface under its own prefix, in the first one without: see web.languages.
urlpatterns = i18n_patterns(
    path("", include("characters.urls")),
    path("chat/", include("chat.urls")),
    path("accounts/", include("allauth.urls")),
    path("admin/", include("desk.urls")),
    path("admin/", admin.site.urls),
    path("preview/<slug:key>/", preview_views.shared, name="shared_preview"),
    path("shared/<str:key>/", sharing_views.shared, name="shared_conversation"),
    path("shared/<str:key>/continue", sharing_views.continue_shared, name="continue_shared"),
    path("words.js", web_views.words, name="words"),
    prefix_default_language=False,
)
urlpatterns += [path("health/", web_views.health, name="health")]
