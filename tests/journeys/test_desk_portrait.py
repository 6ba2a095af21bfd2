"""An editor uploads a portrait, crops it by pointer and by keyboard, publishes it, and the page shows it."""

import io
import re

import pytest
from PIL import Image
from playwright.sync_api import expect

from embedded.processes import wait_for
from tests.journeys.sitting import sitter
from tests.journeys.test_editor import add_row, field, save_and_publish


@pytest.fixture
def page(doors):
    page = doors.editor(viewport={"width": 1280, "height": 1000})
    page.goto("/admin/characters/character/add/")
    return page


def choose(page, data=None):
    field(page, "portrait").set_input_files(
        {"name": "me.jpg", "mimeType": "image/jpeg", "buffer": data or sitter()}
    )
    expect(page.get_by_role("img", name="The whole picture")).to_be_visible()


def numbers(page, name, count):
    return [field(page, f"portrait_{name}_{n}").input_value() for n in range(count)]


def drag(page, fromward, toward):
    """Over the picture, from and to a place in parts of its width and height."""
    box = page.locator(".desk-frame-picture").bounding_box()
    places = [(box["x"] + x * box["width"], box["y"] + y * box["height"]) for x, y in (fromward, toward)]
    page.mouse.move(*places[0])
    page.mouse.down()
    page.mouse.move(*places[1], steps=8)
    page.mouse.up()


def near(found, expected):
    return all(abs(float(value) - wanted) < 1.5 for value, wanted in zip(found, expected, strict=True))


def test_a_portrait_is_cropped_focused_published_and_shown(page, doors, site):
    field(page, "name").press_sequentially("Paula Portrayed")
    page.get_by_label("biology").check()
    for name in ("tagline", "biography", "persona", "greeting"):
        field(page, name).fill("She sat for a painter.")
    add_row(
        page,
        "Starter questions",
        "starter_questions",
        0,
        question="Who painted you?",
        spoken="I did.",
        answer="She.",
    )
    page.locator("#tabs-items").get_by_role("link", name="General").click()
    choose(page)
    page.locator(".desk-frame-stage").scroll_into_view_if_needed()

    drag(page, (0.1, 0.1), (0.8, 0.6))
    assert near(numbers(page, "crop", 4), (10, 10, 70, 50))
    # Inside, it is moved; at its corner, stretched.
    drag(page, (0.4, 0.3), (0.35, 0.35))
    assert near(numbers(page, "crop", 4), (5, 15, 70, 50))
    drag(page, (0.74, 0.64), (0.84, 0.69))
    assert near(numbers(page, "crop", 4), (5, 15, 80, 55))

    point = page.get_by_role("button", name="Focal point", exact=True)
    point.focus()
    before = float(page.locator(".desk-frame-point").evaluate("it => parseFloat(it.style.left)"))
    for key in ("Shift+ArrowRight", "ArrowRight", "ArrowUp"):
        page.keyboard.press(key)
    assert near(numbers(page, "focus", 2)[:1], (before + 6,))
    expect(page.get_by_role("status").filter(has_text="Focal point")).to_have_count(1)

    save_and_publish(page)
    for words in ("no description", "no credit", "no licence"):
        expect(page.get_by_text(f"The portrait has {words}")).to_be_visible()
    field(page, "portrait_alt").fill("A woman with dark hair before a red curtain")
    field(page, "portrait_credit").fill("Painted by herself, 1801")
    field(page, "portrait_licence").select_option("cc-by-sa")
    save_and_publish(page)
    expect(page.get_by_text("Edition 1 of Paula Portrayed is live.")).to_be_visible()

    reading = doors.come()
    reading.goto("/characters/paula-portrayed/")
    shown = reading.get_by_role("img", name="A woman with dark hair before a red curtain")
    assert re.search(r"-96\.webp 96w, .*-384\.webp 384w, ", shown.get_attribute("srcset"))
    expect(reading.get_by_text("Painted by herself, 1801")).to_be_visible()
    expect(reading.get_by_role("link", name="CC BY-SA 4.0")).to_have_attribute("rel", re.compile("nofollow"))
    address = re.search(r"(\S+) 384w", shown.get_attribute("srcset"))[1]

    def is_made():
        picture = reading.request.get(address)
        return Image.open(io.BytesIO(picture.body())).size == (384, 384)

    assert wait_for(is_made, 30), "a worker makes the square"
    reading.goto("/characters/?q=paula")
    expect(reading.locator("#card-paula-portrayed img")).to_have_attribute("sizes", "84px")


def test_the_crop_works_by_keyboard_and_the_numbers_work_by_themselves(page):
    choose(page)
    for number, value in enumerate(("10", "10", "50", "40")):
        field(page, f"portrait_crop_{number}").fill(value)
    crop = page.get_by_role("button", name="Crop", exact=True)
    expect(crop).to_have_attribute("style", re.compile(r"left: 10%; top: 10%; width: 50%; height: 40%"))
    crop.focus()
    for key in ("ArrowRight", "Shift+ArrowDown", "Alt+ArrowRight", "Alt+Shift+ArrowUp"):
        page.keyboard.press(key)
    assert numbers(page, "crop", 4) == ["11", "15", "51", "35"]
    # Never beyond the picture, nor smaller than can be shown.
    for _ in range(30):
        page.keyboard.press("Shift+ArrowRight")
    assert numbers(page, "crop", 2) == ["49", "15"]
    for _ in range(12):
        page.keyboard.press("Alt+Shift+ArrowLeft")
    assert float(numbers(page, "crop", 3)[2]) * 9 >= 100
    page.get_by_role("button", name="Show all of it").click()
    assert numbers(page, "crop", 4) == [""] * 4


def test_a_click_sets_the_focal_point_and_another_picture_forgets_it(page):
    choose(page)
    page.locator(".desk-frame-stage").scroll_into_view_if_needed()
    box = page.locator(".desk-frame-picture").bounding_box()
    page.mouse.click(box["x"] + box["width"] * 0.25, box["y"] + box["height"] * 0.75)
    assert near(numbers(page, "focus", 2), (25, 75))
    choose(page, sitter((400, 300)))
    assert numbers(page, "focus", 2) == ["", ""]


def test_without_javascript_there_are_the_numbers(doors, site):
    page = doors.editor(java_script_enabled=False)
    page.goto(site.told["form"])
    expect(field(page, "portrait_crop_0")).to_have_count(1)
    expect(field(page, "portrait_focus_1")).to_have_count(1)
    expect(page.locator(".desk-frame")).to_have_count(0)
