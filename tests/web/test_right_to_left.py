"""No style sheet says left or right where it means where a line begins or ends, but for what is named here."""

import re
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders

from desk import theme_sheet
from web.translations import ROOT

SHEETS = sorted((ROOT / "static/css").rglob("*.css"))
COMMENTS = re.compile(r"/\*.*?\*/", re.DOTALL)
DECLARATION = re.compile(r"(?<=[{;])\s*([\w-]+)\s*:\s*([^;{}]+?)\s*(?=[;}])")
OF_A_SIDE = re.compile(
    r"(?:scroll-)?(?:margin|padding|border)-(?:left|right)\b.*|left|right|border-(?:top|bottom)-(?:left|right)-radius"
    r"|-webkit-(?:margin|padding)-(?:start|end)"
)
# Above, beside, below, beside: the second and the fourth may differ only in logical properties.
OF_FOUR_SIDES = re.compile(r"(?:scroll-)?(?:margin|padding)|inset|border-(?:width|style|color)")
ALIGNED = (
    "text-align",
    "float",
    "clear",
    "justify-content",
    "justify-items",
    "justify-self",
    "background-position",
)
ALONG_A_LINE = re.compile(r"(?:translateX|translate3d|skewX?)\(|^to (?:left|right)\b")
# Corners and points of a picture are where they are, whichever way one reads.
PICTURES = "desk/portrait.css"
OF_PICTURES = {
    "left: 0", "right: 0", "border-left: 0", "border-right: 0", "transform: translate(-50%, -50%)",
}  # fmt: skip


def declarations(css: str):
    # A nested rule begins where the one before it ends.
    css = COMMENTS.sub("", css).replace("}", "};")
    return DECLARATION.findall("{" + css)


def parts(value: str) -> list[str]:
    """What stands between the blanks that are in no brackets."""
    return re.findall(r"(?:[^\s(]|\((?:[^()]|\([^()]*\))*\))+", value)


def is_physical(name: str, value: str) -> bool:
    if OF_A_SIDE.fullmatch(name):
        return True
    if name in ALIGNED:
        return bool(re.search(r"\b(?:left|right)\b", value))
    four = parts(value.removesuffix("!important"))
    if OF_FOUR_SIDES.fullmatch(name) and len(four) == 4:
        return four[1] != four[3]
    if name == "border-radius" and "/" not in value and len(four) > 1:
        return not (len(four) == 4 and four[0] == four[1] and four[2] == four[3])
    if name == "box-shadow":
        return bool(re.search(r"\binset (?!0\b)(?!calc\([^,]*--onward)", value))
    if name in ("translate", "transform") and "--onward" not in value:
        return bool(ALONG_A_LINE.search(value)) or (name == "translate" and four[0] not in ("0", "none"))
    return False


@pytest.mark.parametrize("path", SHEETS, ids=lambda path: path.relative_to(ROOT / "static/css").as_posix())
def test_a_sheet_has_no_sides(path: Path):
    allowed = OF_PICTURES if path.match(PICTURES) else ()
    found = [f"{name}: {value}" for name, value in declarations(path.read_text()) if is_physical(name, value)]
    assert [declared for declared in found if declared not in allowed] == []


@pytest.mark.parametrize(
    "declared",
    [
        "margin-left: 1rem",
        "padding-right: 0",
        "border-left: 1px solid",
        "border-right-width: 0",
        "right: 0",
        "text-align: left",
        "float: right",
        "padding: 1px 2px 1px 0",
        "inset: 0 0 0 calc(1px * 2)",
        "border-width: 0 0 0 3px",
        "border-radius: 4px 0 0 4px",
        "border-top-left-radius: 0",
        "box-shadow: inset 2px 0 red",
        "transform: translateX(1rem)",
        "translate: -1rem 0",
    ],
)
def test_a_side_is_noticed(declared):
    assert [is_physical(*each) for each in declarations(f"a {{ b {{ color: red }} {declared}; }}")] == [
        False,
        True,
    ]


@pytest.mark.parametrize(
    "declared",
    [
        "margin: 0 auto",
        "padding: 1px 2px 3px",
        "padding: 1px calc(2px + 1px) 1px calc(2px + 1px)",
        "inset: auto var(--gutter) 0",
        "inset-inline-start: 0",
        "text-align: start",
        "border-radius: 4px 4px 0 0",
        "box-shadow: inset calc(2px * var(--onward)) 0 red",
        "box-shadow: 0 2px 8px red",
        "translate: 0 -1px",
    ],
)
def test_what_is_the_same_on_both_sides_is_let_be(declared):
    assert not is_physical(*declarations(f"a {{ {declared}; }}")[0])


def test_scripts_and_templates_put_nothing_on_a_side():
    """Inline styles are refused by the policy; what scripts set is named here: where a picture's crop and point lie."""
    said = re.compile(
        r"style\.(?:left|right|marginLeft|marginRight|paddingLeft|paddingRight)\b|translateX|scrollLeft"
    )
    found = {
        path.name: said.findall(path.read_text())
        for path in (ROOT / "static/js").rglob("*.js")
        if said.search(path.read_text())
    }
    assert found == {"portrait.js": ["style.left"]}


# --- The theme of the admin -------------------------------------------------------------------------------------


def test_the_theme_is_served_with_logical_properties():
    css = Path(finders.find(theme_sheet.SHEET)).read_text()
    physical = {f"{name}: {value}" for name, value in declarations(css) if OF_A_SIDE.fullmatch(name)}
    assert physical == set()
    assert "margin-inline-start:auto" in css
    assert not re.search(r"(?:text-align|float|clear):(?:left|right)", css)


def test_the_theme_says_what_it_said_where_one_reads_from_left_to_right():
    said = theme_sheet.logical(
        ".left-0{left:0}.mr-2{margin-right:2px}.-ml-1{margin-left:-1px}.border-l{border-left-width:1px;"
        "border-left-style:solid}.rounded-r{border-top-right-radius:2px;border-bottom-right-radius:2px}"
        ".text-right{text-align:right}.float-right{float:right}.bright{filter:brightness(1)}.is-left:hover{top:0}"
    )
    assert said == (
        ".left-0{inset-inline-start:0}.mr-2{margin-inline-end:2px}.-ml-1{margin-inline-start:-1px}"
        ".border-l{border-inline-start-width:1px;border-inline-start-style:solid}"
        ".rounded-r{border-start-end-radius:2px;border-end-end-radius:2px}"
        ".text-right{text-align:end}.float-right{float:inline-end}.bright{filter:brightness(1)}.is-left:hover{top:0}"
    )


def test_only_the_sheet_of_the_theme_is_found_there():
    finder = theme_sheet.Finder()
    assert [path for path, _ in finder.list([])] == [theme_sheet.SHEET]
    assert finder.find("css/site.css") == []
    assert Path(finder.find(theme_sheet.SHEET)).is_relative_to(theme_sheet.FOLDER)
