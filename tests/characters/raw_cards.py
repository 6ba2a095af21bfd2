"""Character cards as any program may write them, for property tests: JSON with arbitrary values in unknown places."""

from hypothesis import strategies as st

from characters.models import FIELDS
from tests.characters.contents import LETTERS, STORABLE, json_objects, json_values

V1_KEYS = ("name", "description", "personality", "scenario", "first_mes", "mes_example")
TEXT_KEYS = ("creator_notes", "system_prompt", "post_history_instructions", "creator", "nickname")


def texts():
    """What stands where a text belongs: mostly one, with whatever line ends, sometimes nothing or a number."""
    endings = st.sampled_from(("\n", "\r\n", "\r", "\n\n# ", "\t", " "))
    text = st.lists(st.text(STORABLE, max_size=20) | endings, max_size=4).map("".join)
    return text | st.text(LETTERS, max_size=150) | st.none() | st.integers(-5, 5)


def v1_keys():
    keys = st.fixed_dictionaries({}, optional=dict.fromkeys(V1_KEYS, texts()))
    return keys.filter(lambda data: any(key in data for key in V1_KEYS))


@st.composite
def data_of_v2(draw) -> dict:
    data = draw(v1_keys())
    tags = st.sampled_from((*FIELDS, "Physics", "OC", "Female")) | st.text(STORABLE, max_size=9)
    data |= draw(
        st.fixed_dictionaries(
            {},
            optional={
                **dict.fromkeys(TEXT_KEYS, texts()),
                "tags": st.lists(tags, max_size=5) | json_values(),
                "alternate_greetings": st.lists(texts(), max_size=3) | json_values(),
                "group_only_greetings": st.lists(texts(), max_size=3) | json_values(),
                "character_version": st.integers(0, 9) | st.text(STORABLE, max_size=5),
                "character_book": st.none() | json_values(),
                "extensions": json_objects() | json_values(),
                "creator_notes_multilingual": json_objects(),
                "source": st.lists(st.text(STORABLE, max_size=9)),
                "assets": st.lists(json_values(), max_size=3) | json_values(),
                "creation_date": st.integers(0, 2**40),
                "modification_date": st.integers(0, 2**40) | st.none(),
            },
        )
    )
    return {**draw(json_objects()), **data}


@st.composite
def raw_cards(draw) -> dict:
    """A card of V1, V2 or V3, perhaps with V1's keys doubled at the root, and keys of some program's own."""
    extra = draw(json_objects())
    version = draw(st.integers(1, 3))
    if version == 1:
        card = {**extra, **draw(v1_keys())}
        card.pop("data", None)
        card.pop("spec", None)
        return card
    data = draw(data_of_v2())
    doubled = {key: data[key] for key in draw(st.lists(st.sampled_from(V1_KEYS), max_size=6)) if key in data}
    stale = draw(st.just({}) | v1_keys())
    return {
        **extra, **doubled, **stale, "spec": f"chara_card_v{version}", "spec_version": f"{version}.0", "data": data,
    }  # fmt: skip
