"""Accounts in the admin: for superusers only. Editors have no permission on any of them."""

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.contrib import admin, messages
from django.contrib.auth.admin import GroupAdmin as DjangoGroupAdmin
from django.contrib.auth.admin import UserAdmin as DjangoUserAdmin
from django.contrib.auth.models import Group
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.admin import ModelAdmin, TabularInline
from unfold.decorators import action
from unfold.forms import AdminPasswordChangeForm, UserChangeForm, UserCreationForm

from users import roles
from users.models import User

# allauth's own pages hold keys and secrets, and stand apart from the account they belong to.
for model in (EmailAddress, Authenticator, Group):
    admin.site.unregister(model)


class SuperusersOnly:
    """Whatever permissions somebody was given, these rows are for superusers."""

    def has_module_permission(self, request):
        return request.user.is_superuser

    def has_view_permission(self, request, obj=None):
        return request.user.is_superuser

    has_change_permission = has_delete_permission = has_view_permission

    def has_add_permission(self, request, obj=None):
        return request.user.is_superuser


class EmailAddressInline(SuperusersOnly, TabularInline):
    model = EmailAddress
    extra = 0
    tab = True
    fields = ("email", "verified", "primary")


@admin.register(User)
class UserAdmin(SuperusersOnly, DjangoUserAdmin, ModelAdmin):
    form = UserChangeForm
    add_form = UserCreationForm
    change_password_form = AdminPasswordChangeForm
    inlines = (EmailAddressInline,)
    list_display = ("email", "is_active", "is_staff", "is_superuser", "last_login", "date_joined")
    list_filter = ("is_active", "is_staff", "is_superuser", "groups")
    search_fields = ("email", "first_name", "last_name")
    ordering = ("-date_joined", "-id")
    actions = ("make_writers", "make_editors", "take_roles_away")
    filter_horizontal = ("groups",)
    readonly_fields = ("last_login", "date_joined")
    fieldsets = (
        (None, {"fields": ("email", "password")}),
        (gettext_lazy("What they may do"), {"fields": ("is_active", "is_staff", "is_superuser", "groups")}),
        (gettext_lazy("When"), {"fields": ("date_joined", "last_login")}),
    )
    add_fieldsets = ((None, {"classes": ("wide",), "fields": ("email", "password1", "password2")}),)

    def get_form(self, request, obj=None, **kwargs):
        form = super().get_form(request, obj, **kwargs)
        if "groups" in form.base_fields:
            form.base_fields["groups"].help_text = _(
                "Writers write characters and submit them for review; Editors publish too. Whoever is given one "
                "of these groups gets “staff status” with it and may sign in to the desk."
            )
        return form

    def save_related(self, request, form, formsets, change):
        super().save_related(request, form, formsets, change)
        roles.open_the_desk(form.instance)

    @action(
        description=gettext_lazy("Make the selected accounts writers: they write and submit"),
        permissions=["change"],
    )
    def make_writers(self, request, queryset):
        self._give(request, queryset, roles.WRITERS)

    @action(
        description=gettext_lazy("Make the selected accounts editors: they publish too"),
        permissions=["change"],
    )
    def make_editors(self, request, queryset):
        self._give(request, queryset, roles.EDITORS)

    @action(description=gettext_lazy("Take the desk away from the selected accounts"), permissions=["change"])
    def take_roles_away(self, request, queryset):
        for user in queryset:
            roles.take_away(user)
        self._say(request, queryset, _("%(names)s: no writer and no editor any more."))

    def _give(self, request, queryset, role):
        for user in queryset:
            roles.give(user, role)
        said = _("%(names)s: in the group %(group)s now, and may sign in to the desk.")
        self._say(request, queryset, said, group=role)

    def _say(self, request, queryset, sentence, **values):
        names = ", ".join(user.email for user in queryset)
        self.message_user(request, sentence % {"names": names, **values}, messages.SUCCESS)


@admin.register(Group)
class GroupAdmin(SuperusersOnly, DjangoGroupAdmin, ModelAdmin):
    """What a group may do; the Editors group is made by a migration."""
