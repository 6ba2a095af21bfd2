"""Cards of made-up characters, in files as other programs document that they write them."""

import base64

from tests.characters.cards_corpus.pieces import apng, dumped, picture, png, text, zipped

LOREBOOK = {
    "name": "Riverford",
    "description": "",
    "scan_depth": 50,
    "token_budget": 500,
    "recursive_scanning": False,
    "extensions": {},
    "entries": [
        {
            "keys": ["mill", "/wheel(s)?/i"],
            "secondary_keys": [],
            "content": "@@depth 4\nThe mill at Riverford grinds at night.",
            "extensions": {"position": 0, "exclude_recursion": False, "probability": 100, "useProbability": True},
            "enabled": True,
            "insertion_order": 100,
            "case_sensitive": None,
            "use_regex": True,
            "constant": False,
            "selective": True,
            "name": "The mill",
            "priority": 10,
            "id": 1,
            "comment": "The mill",
            "position": "before_char",
        }
    ],
}  # fmt: skip
V1 = {
    "name": "Tobias Marsh",
    "description": "{{char}} keeps the mill at Riverford.\r\nHe counts everything.",
    "personality": "patient, exact, dry",
    "scenario": "{{user}} comes to the mill after dark.",
    "first_mes": "*He does not look up.* Forty-one sacks. And you are?",
    "mes_example": "<START>\r\n{{user}}: Hello?\r\n{{char}}: Forty-two.",
}
V2_DATA = {
    **V1,
    "creator_notes": "Best with <b>short</b> replies.",
    "system_prompt": "{{original}} Keep to the facts.",
    "post_history_instructions": "",
    "alternate_greetings": ["Forty-three.", "*He nods.*"],
    "character_book": LOREBOOK,
    "tags": ["Male", "History", "OC"],
    "creator": "quill",
    "character_version": "1.2",
    "extensions": {},
}
V3_DATA = {
    **V2_DATA,
    "nickname": "Toby",
    "creator_notes_multilingual": {"de": "Kurze Antworten."},
    "source": ["https://cards.example/tobias"],
    "group_only_greetings": ["A crowd. Hm."],
    "creation_date": 1717000000,
    "modification_date": 0,
    "assets": [{"type": "icon", "uri": "ccdefault:", "name": "main", "ext": "png"}],
}


def v2(**changes) -> dict:
    return {"spec": "chara_card_v2", "spec_version": "2.0", "data": {**V2_DATA, **changes}}


def v3(**changes) -> dict:
    return {"spec": "chara_card_v3", "spec_version": "3.0", "data": {**V3_DATA, **changes}}


# V1's keys doubled at the root, and SillyTavern's own keys beside them.
SILLYTAVERN = {
    **V1,
    "creatorcomment": "Best with <b>short</b> replies.",
    "avatar": "none",
    "chat": "Tobias Marsh - 2024-5-29 @18h 02m 11s 120ms",
    "talkativeness": "0.5",
    "fav": False,
    "tags": ["Male", "History", "OC"],
    "create_date": "2024-5-29 @18h 02m 11s 120ms",
    **v2(
        extensions={
            "talkativeness": "0.5",
            "fav": False,
            "world": "Riverford",
            "depth_prompt": {"prompt": "", "depth": 4, "role": "system"},
        }
    ),
}
CHUB = v2(
    extensions={
        "chub": {
            "id": 4242,
            "full_path": "quill/tobias-marsh-0a1b2c",
            "preset": None,
            "expressions": None,
            "extensions": [],
            "alt_expressions": {},
            "related_lorebooks": [],
            "background_image": None,
        },
        "depth_prompt": {"depth": 4, "prompt": ""},
    },
    # Beside the keys of the specification.
    avatar="https://avatars.example/tobias.webp",
    characters={"id": 7},
)
AGNAI = v2(
    extensions={
        "agnai": {
            "voice": {},
            "persona": {"kind": "attributes", "attributes": {"trade": ["miller"], "age": ["61"]}},
            "appearance": "flour on both sleeves",
        }
    },
    character_book={**LOREBOOK, "kind": "memory", "isDefault": False},
)
RISU_ASSETS = [
    {"type": "icon", "uri": "embeded://assets/icon/image/0.png", "name": "main", "ext": "png"},
    {"type": "emotion", "uri": "embeded://assets/emotion/image/1.png", "name": "happy", "ext": "png"},
    {"type": "x-risu-asset", "uri": "embeded://assets/other/image/2.webp", "name": "mill", "ext": "webp"},
]
RISU = v3(
    assets=RISU_ASSETS,
    extensions={
        "risuai": {
            "viewScreen": "none",
            "customScripts": [{"comment": "", "in": "(a+)+$", "out": "", "type": "editdisplay"}],
            "utilityBot": False,
            "sdData": [["always", "miller"]],
            "virtualscript": "",
            "largePortrait": True,
        },
        "depth_prompt": {"depth": 0, "prompt": ""},
    },
)
# An exporter from Character.AI that writes V1 and the keys of notebooks for Pygmalion side by side.
EXPORTER = {
    "char_name": V1["name"],
    "char_persona": V1["description"],
    "world_scenario": V1["scenario"],
    "char_greeting": V1["first_mes"],
    "example_dialogue": V1["mes_example"],
    **V1,
    "metadata": {
        "version": 1,
        "created": 1685000000000,
        "modified": 1685000000000,
        "source": None,
        "tool": {"name": "A card editor", "version": "0.5.0", "url": "https://editor.example/"},
    },
}
NOTEBOOK = {key: EXPORTER[key] for key in list(EXPORTER)[:5]}
NO_TEXTS = {"creator_notes": "", "tags": []}

# File's name → (its bytes, the card that it holds).
FILES = {
    "v1.json": (dumped(V1), V1),
    "v1.png": (png(text("chara", V1)), V1),
    "v2.json": (dumped(v2()), v2()),
    "v2-bom.json": (b"\xef\xbb\xbf" + dumped(v2()), v2()),
    "v2.png": (png(text("chara", v2())), v2()),
    "v3.json": (dumped(v3()), v3()),
    "v3.png": (png(text("ccv3", v3())), v3()),
    "v3.apng": (apng(text("ccv3", v3())), v3()),
    "sillytavern.json": (dumped(SILLYTAVERN), SILLYTAVERN),
    # SillyTavern writes both chunks.
    "sillytavern.png": (
        png(text("chara", SILLYTAVERN), text("ccv3", {**SILLYTAVERN, **v3()})), {**SILLYTAVERN, **v3()},
    ),
    "chub.png": (png(text("chara", CHUB), before_end=False), CHUB),
    "agnai.json": (dumped(AGNAI), AGNAI),
    "exporter.json": (dumped(EXPORTER), EXPORTER),
    "notebook.json": (dumped(NOTEBOOK), NOTEBOOK),
    "risu.charx": (
        zipped({
            "card.json": dumped(RISU),
            "module.risum": b"\x6f\x00" + bytes(64),
            "assets/icon/image/0.png": picture(colour="olive"),
            "assets/emotion/image/1.png": picture(colour="gold"),
            "assets/other/image/2.webp": picture("WEBP"),
            "x_meta/0.json": b'{"type":"PNG"}',
        }),
        RISU,
    ),
    "risu.png": (
        png(
            text("chara-ext-asset_:1", picture(colour="gold")),
            text("ccv3", v3(assets=[{"type": "emotion", "uri": "__asset:1", "name": "happy", "ext": "png"}])),
        ),
        v3(assets=[{"type": "emotion", "uri": "__asset:1", "name": "happy", "ext": "png"}]),
    ),
    "picture-inside.json": (
        dumped(inside := v3(assets=[{
            "type": "icon", "name": "main", "ext": "png",
            "uri": "data:image/png;base64," + base64.b64encode(picture(colour="olive")).decode(),
        }])),
        inside,
    ),
}  # fmt: skip
