"""Users in conversation, as a browser has them: a message is posted, then the reply's events are followed."""

import asyncio
import datetime as dt
import json
import re
import time
import uuid
from dataclasses import dataclass
from urllib.parse import urlencode

import wire

CSRF_TOKEN = "b" * 32
EVENTS = re.compile(rb'data-events="([^"]+)" data-cursor="([^"]+)"')
EVENT = re.compile(r"^event: (\w+)\n(?:id: \S+\n)?data: (.*)$", re.MULTILINE)
# A follow-up that any character can be asked; what matters is that passages are looked for.
QUESTION = "What did you think of the people who opposed you, and why?"


@dataclass
class Told:
    """One reply as it was seen: when its message was posted, and what came when."""

    posted_at: float
    exchange: wire.Exchange
    reply_id: int = 0
    status: int = 200

    def text(self) -> str:
        """What the reader of the event stream has on the page."""
        text = ""
        for event, data in EVENT.findall(self.exchange.body.decode()):
            if event == "reset":
                text = ""
            elif event == "piece":
                text += json.loads(data)["text"]
        return text

    @property
    def is_final(self) -> bool:
        return b"event: final" in self.exchange.raw


def sign_up(num: int) -> list[tuple[int, str]]:
    """So many users, each as id and cookie header."""
    from django.conf import settings
    from django.contrib.auth import get_user_model
    from django.test import Client

    users = []
    for at in range(num):
        user = get_user_model().objects.create_user(email=f"reader{at}@example.org", password=None)
        client = Client()
        client.force_login(user)
        session = client.cookies[settings.SESSION_COOKIE_NAME].value
        users.append(
            (user.pk, f"{settings.SESSION_COOKIE_NAME}={session}; {settings.CSRF_COOKIE_NAME}={CSRF_TOKEN}")
        )
    return users


def begin(users, character) -> list[int]:
    """An empty conversation a user."""
    from chat.models import Conversation

    rows = [
        Conversation(user_id=pk, character=character, title="", client_key=uuid.uuid4()) for pk, _ in users
    ]
    return [row.pk for row in Conversation.objects.bulk_create(rows)]


def queue_replies(users, character) -> list[int]:
    """A reply a user that no worker begins before tomorrow: pages that follow them wait in silence."""
    from django.utils import timezone

    from chat.models import Conversation, Generation, Message

    tomorrow = timezone.now() + dt.timedelta(days=1)
    replies = []
    for conversation in Conversation.objects.filter(pk__in=begin(users, character)):
        said = Message.objects.create(
            conversation=conversation, role="USER", text="…", client_key=uuid.uuid4()
        )
        reply = Message.objects.create(conversation=conversation, role="CHARACTER", answers=said)
        Generation.objects.create(
            conversation=conversation, reply=reply, edition=character.live_edition, engine="scripted",
            woken_at=timezone.now(), next_attempt_at=tomorrow,
        )  # fmt: skip
        replies.append(reply.pk)
    return replies


async def take_turn(port: int, cookie: str, conversation_id: int) -> Told:
    """Say something, and follow the reply to its end."""
    form = urlencode({"text": QUESTION, "client_key": uuid.uuid4()}).encode()
    post = wire.request(
        "POST", f"/chat/{conversation_id}/messages", body=form, cookie=cookie, x_csrftoken=CSRF_TOKEN,
        hx_request="true", content_type="application/x-www-form-urlencoded",
    )  # fmt: skip
    posted_at = time.time()
    turn = await wire.exchanged(port, post)
    found = EVENTS.search(turn.raw)
    if not found:
        return Told(posted_at, turn, status=turn.status)
    path, cursor = found[1].decode(), found[2].decode()
    events = await wire.opened(port, events_request(path, cookie, cursor))
    told = Told(posted_at, events, reply_id=int(path.split("/")[3]))
    await events.is_over
    return told


def events_request(path: str, cookie: str, cursor: str = "0-0") -> bytes:
    return wire.request("GET", f"{path}?after={cursor}", cookie=cookie, accept="text/event-stream")


async def ask_directly(port: int, model: str) -> Told:
    """The same reply from the engine's server itself, by the same reader: what is compared with."""
    body = {"model": model, "stream": True, "messages": [{"role": "user", "content": QUESTION}]}
    ask = wire.request(
        "POST", "/v1/chat/completions", body=json.dumps(body).encode(), content_type="application/json"
    )
    posted_at = time.time()
    return Told(posted_at, await wire.exchanged(port, ask))


async def spread(num: int, turns: int, seconds: float, turn) -> list[Told]:
    """``turns`` turns after one another in each of ``num`` conversations, begun evenly over ``seconds``."""

    async def converse(at):
        await asyncio.sleep(seconds * at / num)
        return [await turn(at) for _ in range(turns)]

    return [told for each in await asyncio.gather(*map(converse, range(num))) for told in each]
