"""Rows for tests, each the smallest valid one."""

import factory
from allauth.account.models import EmailAddress
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group

from characters import publishing
from characters.models import Character, Remark, SimilarityLink, StarterQuestion
from users.roles import EDITORS, WRITERS

PASSWORD = "a-long-enough-passphrase"


class UserFactory(factory.django.DjangoModelFactory):
    """Someone who signed up with e-mail and never opened the mail that confirms it."""

    class Meta:
        model = get_user_model()
        skip_postgeneration_save = True

    email = factory.Sequence(lambda n: f"reader{n}@example.org")
    password = factory.django.Password(PASSWORD)

    @factory.post_generation
    def email_address(self, create, extracted, **kwargs):
        if create:
            EmailAddress.objects.create(user=self, email=self.email, primary=True, verified=self.is_staff)


class EditorFactory(UserFactory):
    """In the Editors group, and no superuser."""

    email = factory.Sequence(lambda n: f"editor{n}@example.org")
    is_staff = True

    @factory.post_generation
    def editors(self, create, extracted, **kwargs):
        if create:
            self.groups.add(Group.objects.get(name=EDITORS))


class WriterFactory(UserFactory):
    """In the Writers group: writes and submits, and does not publish."""

    email = factory.Sequence(lambda n: f"writer{n}@example.org")
    is_staff = True

    @factory.post_generation
    def writers(self, create, extracted, **kwargs):
        if create:
            self.groups.add(Group.objects.get(name=WRITERS))


class CharacterFactory(factory.django.DjangoModelFactory):
    """A draft that has everything a page needs but its starter question: ``published_character`` adds one."""

    class Meta:
        model = Character

    slug = factory.Sequence(lambda n: f"ada-{n}")
    name = factory.Sequence(lambda n: f"Ada {n}")
    born = 1815
    died = 1852
    fields = ["mathematics"]
    tagline = "She saw what an engine of numbers could become."
    biography = "She wrote the first programme for a machine that was never built."
    persona = "I am a mathematician with a poet for a father."
    greeting = "Good day. What shall we reason about?"


class StarterQuestionFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = StarterQuestion

    character = factory.SubFactory(CharacterFactory)
    position = factory.Sequence(int)
    anchor = factory.Sequence(lambda n: f"question-{n}")
    question = factory.Sequence(lambda n: f"What is engine {n}?")
    spoken = "I call it a loom that weaves algebra."
    answer = "It was a **machine** that would have worked with any symbols."


class RemarkFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Remark

    character = factory.SubFactory(CharacterFactory)
    position = factory.Sequence(int)
    theme = factory.Sequence(lambda n: f"Childhood {n}")
    text = "My mother had me taught mathematics so that I should not turn out a poet."


class SimilarityLinkFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = SimilarityLink

    character = factory.SubFactory(CharacterFactory)
    similar = factory.SubFactory(CharacterFactory)
    position = factory.Sequence(int)
    reason = "Both thought about machines that think."


# What a page needs to say of its portrait.
PORTRAYED = {
    "portrait_alt": "A woman at a desk",
    "portrait_credit": "Painted by a friend in 1840",
    "portrait_licence": "public-domain",
}


def complete_character(**fields) -> Character:
    """A draft that could be published: with one starter question (anchor ``engine``)."""
    character = CharacterFactory(**fields)
    StarterQuestionFactory(character=character, anchor="engine", question="What is the engine?")
    return character


def published_character(*, by=None, embed_now=False, **fields) -> Character:
    """A character with one starter question (anchor ``engine``) and a live edition; a portrait has all it needs.

    ``embed_now`` fills in its passages' vectors, which loads the encoder (a second, once a run).
    """
    character = complete_character(**((PORTRAYED if fields.get("portrait") else {}) | fields))
    publishing.publish(character, by=by, embed_now=embed_now)
    character.refresh_from_db()
    return character
