"""The readers of pairing under Hypothesis: they take a message or name the fault, nothing else."""

import hashlib
from contextlib import suppress
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.client.canonical import T, split
from app.client.errors import ClientError
from app.client.keys import MemberKeys
from app.client.pairing import (
    Link,
    Message1,
    Message2,
    Taken,
    agree,
    hash_nonce,
    invitation_id,
    read_link,
    read_m1,
    read_m2,
    transcript,
    write_m1,
    write_m2,
)
from tests.vectors.python_half.pairing import LINK, M1, M2, OFFER, REPLY

secrets = st.binary(min_size=16, max_size=16)
seeds = st.binary(min_size=32, max_size=32)
names = st.text(st.characters(categories=["L", "N", "Zs"]), min_size=1, max_size=10).filter(
    lambda text: text.isascii()
)


@given(st.binary(max_size=400))
def test_any_bytes_are_read_as_m1_or_refused(data: bytes) -> None:
    with suppress(ClientError):
        assert write_m1(read_m1(data, invitation_id(data), Taken())) == data


@given(st.binary(max_size=400))
def test_any_bytes_are_read_as_m2_or_refused(data: bytes) -> None:
    with suppress(ClientError):
        assert write_m2(read_m2(data, M1, Taken())) == data


@given(st.integers(0, len(M1) - 1), st.integers(1, 255))
def test_t7_m1_with_any_byte_changed_is_another_invitation(at: int, by: int) -> None:
    changed = bytearray(M1)
    changed[at] ^= by
    with pytest.raises(ClientError) as refused:
        read_m1(bytes(changed), LINK.invitation, Taken())
    assert refused.value.code == "changed"


@given(st.integers(0, len(M2) - 1), st.integers(1, 255))
def test_t7_m2_with_any_byte_changed_makes_another_th(at: int, by: int) -> None:
    changed = bytearray(M2)
    changed[at] ^= by
    assert transcript(M1, bytes(changed)) != transcript(M1, M2)


@given(st.integers(0, 7), st.binary(max_size=64))
def test_a_field_of_any_other_content_still_reads_or_is_refused(at: int, field: bytes) -> None:
    label, fields = split(M1)
    spoilt = T(label, *fields[:at], field, *fields[at + 1 :])
    with suppress(ClientError):
        assert write_m1(read_m1(spoilt, invitation_id(spoilt), Taken())) == spoilt


@given(names, names, secrets)
def test_what_is_written_is_read(inviter: str, invited: str, nonce: bytes) -> None:
    offer: Message1 = replace(OFFER, name=inviter, nonce_hash=hash_nonce(nonce))
    m1 = write_m1(offer)
    reply: Message2 = replace(REPLY, name=invited, m1_hash=hashlib.sha256(m1).digest())
    assert read_m1(m1, invitation_id(m1), Taken()) == offer
    assert read_m2(write_m2(reply), m1, Taken()) == reply


@given(seeds, seeds, secrets, secrets)
def test_both_sides_agree_and_another_secret_does_not(
    one: bytes, two: bytes, secret: bytes, nonce: bytes
) -> None:
    first, second = MemberKeys(bytes(32), one), MemberKeys(bytes(32), two)
    th = transcript(M1, M2)
    here = agree(first.x_seed, second.x_pub, secret, th)
    there = agree(second.x_seed, first.x_pub, secret, th)
    assert (here.pair_key, here.digits(nonce)) == (there.pair_key, there.digits(nonce))
    assert agree(one, second.x_pub, secret + b"\0", th).pair_key != here.pair_key


@given(st.text(max_size=80) | st.from_regex(r"/join#1\.[A-Za-z0-9_-]{22}\.[A-Za-z0-9_-]{22}"))
def test_any_text_is_read_as_a_link_or_refused(text: str) -> None:
    with suppress(ClientError):
        assert text.endswith(read_link(text).text.removeprefix("/join"))


@given(secrets, secrets)
def test_a_link_is_read_as_it_was_written(invitation: bytes, secret: bytes) -> None:
    link = Link(invitation, secret)
    assert read_link(link.text) == link
