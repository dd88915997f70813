"""Every context of the protocol, those of later versions too."""

from functools import partial

from app.client.canonical import b64
from tests.vectors import case
from tests.vectors.case import Json
from tests.vectors.fixed import ACCOUNT, MEMBER, OBJECT, SPACE, fixed_bytes, fixed_uuid

DESCRIPTION = "The associated data of every kind of envelope"

good = partial(case.good, "contexts")


def cases() -> list[Json]:
    account, space, member = str(ACCOUNT), str(SPACE), str(MEMBER)
    salt = b64(fixed_bytes("salt", 16))
    body = partial(good, kind="body", space=space, object=str(OBJECT), member=member)
    live = partial(
        good,
        kind="live",
        space=space,
        room=str(fixed_uuid("room")),
        member=member,
        my_visit=b64(fixed_bytes("my visit", 16)),
    )
    device = partial(good, kind="device", device=str(fixed_uuid("device")))
    return [
        good("ak-wrap pw", kind="ak-wrap", account=account, method="pw", profile=1, salt=salt),
        good("ak-wrap rc", kind="ak-wrap", account=account, method="rc", profile=0, salt=""),
        good("vault", kind="vault", account=account, revision=1),
        good("vault, large revision", kind="vault", account=account, revision=2**53 - 1),
        good("sk-wrap", kind="sk-wrap", account=account, space=space, epoch=1),
        body("body", verb="item.put", rev=1),
        body("body, a later rev", verb="item.put", rev=2**32 - 1),
        body("body of another verb", verb="agreement.proposed", rev=1),
        good(
            "answer",
            kind="answer",
            space=space,
            conversation=str(fixed_uuid("conversation", 7)),
            step=3,
            member=member,
            rev=2,
        ),
        good("invite", kind="invite", invitation=b64(fixed_bytes("invitation", 16)), part="m1"),
        good("invite m2", kind="invite", invitation=b64(fixed_bytes("invitation", 16)), part="m2"),
        good("pair", kind="pair", th=b64(fixed_bytes("th", 32))),
        live("live", your_visit=b64(fixed_bytes("your visit", 16)), counter=7),
        live("live greeting", your_visit="", counter=1),
        device("device", store="account", key="ak"),
        device("device, beyond ASCII", store="drafts", key="ключ/☕"),
        device("device, empty names", store="", key=""),
    ]
