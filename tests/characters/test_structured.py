"""What machines read of a page: schema.org's words, used as schema.org means them."""

import json

import pytest
from hypothesis import given

from characters import publishing
from characters.editions import CharacterContent, QuestionContent
from characters.models import Edition
from characters.outward.structured import json_ld
from characters.reading import Reading
from tests.characters.contents import contents
from tests.characters.structured_data import blocks_of, complaints
from tests.factories import PORTRAYED, RemarkFactory, published_character

URL = "https://colloquy.example/characters/ada/"
PICTURE = {"url": f"{URL}picture.png?v=1.1", "width": 1200, "height": 630}


def told(content, **said):
    html = {
        f"answer:{question.anchor}": f"<p>{question.answer}</p>" for question in content.starter_questions
    }
    block = json_ld(Reading(Edition(html=html), content), **{"url": URL, "picture": PICTURE} | said)
    assert not set("<>&\u2028\u2029") & set(block)
    return json.loads(block)


def node(block, kind):
    return next(node for node in block["@graph"] if node["@type"] == kind)


@given(contents())
def test_any_content_is_told_as_schema_org_wants_it(content):
    portrait = "https://colloquy.example/portraits/a.webp" if content.portrait else ""
    assert complaints(told(content, portrait=portrait)) == []


def test_a_year_that_is_only_about_right_is_not_told():
    content = CharacterContent(slug="ada", name="Ada", born=980, born_circa=True, died=1037)
    person = node(told(content), "Person")
    assert "birthDate" not in person
    assert person["deathDate"] == "1037"


def test_what_is_told_cannot_leave_its_script_element():
    question = QuestionContent("</script><script>alert(1)</script>", "a", answer="&amp; <!-- ")
    content = CharacterContent(slug="ada", name="Ada", tagline="\u2028 <b>&", starter_questions=(question,))
    assert node(told(content), "FAQPage")["mainEntity"][0]["name"] == question.question


def test_sources_are_told_as_plain_lines():
    content = CharacterContent(
        slug="ada", name="Ada", sources="- A. *One & two*. 1992.\n- B. [Three](https://x.example)."
    )
    assert node(told(content), "ProfilePage")["citation"] == ["A. One & two. 1992.", "B. Three."]


@pytest.mark.parametrize(
    ("change", "wrong"),
    [
        ({"@type": "Wizard"}, "no type that we know"),
        ({"spell": "x"}, "has no property spell"),
        ({"birthDate": "long ago"}, "and not Date"),
        ({"url": "not an address"}, "and not URL"),
        ({"name": ""}, "and not Text"),
        ({"birthPlace": "Rome"}, "and not Place"),
        ({"image": {"@id": "#nothing"}}, "which is not there"),
    ],
)
def test_what_is_wrong_is_found(change, wrong):
    person = {"@type": "Person", "name": "Ada", "url": URL} | change
    found = complaints({"@context": "https://schema.org", "@graph": [person]})
    assert any(wrong in complaint for complaint in found), found


@pytest.mark.django_db
def test_a_live_page_tells_who_where_and_when_and_others_tell_nothing(client, settings, editor):
    settings.SITE_URL = "https://colloquy.example"
    ada = published_character(slug="ada", name="Ada", sources="- A book. 1992.", place="London")
    RemarkFactory(character=ada)
    ada.portrait, ada.portrait_alt = "portraits/" + "0" * 32 + ".webp", PORTRAYED["portrait_alt"]
    ada.portrait_credit, ada.portrait_licence = PORTRAYED["portrait_credit"], PORTRAYED["portrait_licence"]
    ada.save()
    edition = publishing.publish(ada, by=editor)
    (block,) = blocks_of(client.get("/characters/ada/").content.decode())
    assert complaints(block) == []
    page = node(block, "ProfilePage")
    assert page["dateModified"] == edition.published_at.isoformat()
    assert page["lastReviewed"] == edition.made_at.date().isoformat()
    assert page["primaryImageOfPage"]["url"] == f"{URL}picture.png?v=1.2"
    assert node(block, "Person")["birthPlace"] == {"@type": "Place", "name": "London"}
    assert [item["item"] for item in node(block, "BreadcrumbList")["itemListElement"]] == [
        "https://colloquy.example/characters/",
        URL,
    ]
    assert blocks_of(client.get("/characters/ada/editions/2/").content.decode()) == []
