"""The one rule of every erasure, and that a fault in it would be noticed."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from app.core.ids import ObjectId
from app.items.verbs import ItemErased
from app.log import erasure
from app.log.erasure import decide_erased
from app.log.objects import ObjectState, Version
from app.log.rules import Refusal, Situation
from tests.log.exploring import MEMBERS, Said
from tests.log.mutants import each_mutant

NOTE = ObjectId(b"N" * 16)
HASH, OTHER = b"\1" * 32, b"\2" * 32
AUTHOR, PARTNER = MEMBERS
STATE = ObjectState("item", 2, AUTHOR)
VERSION = Version(1, HASH, AUTHOR, erased=False)
ERASED = Said(AUTHOR)("item.erased", ItemErased(env_hash=HASH), NOTE, 1)


def _check(decide: Callable[..., ObjectState | Refusal]) -> None:
    standing = Situation(space=None, object=STATE, version=VERSION)
    assert decide(standing, ERASED) == STATE
    for code, situation, event in (
        ("unknown_version", replace(standing, object=None), ERASED),
        ("unknown_version", replace(standing, version=None), ERASED),
        ("not_author", standing, replace(ERASED, member=PARTNER)),
        ("not_author", replace(standing, version=replace(VERSION, author=PARTNER)), ERASED),
        ("stale", standing, replace(ERASED, clear=ItemErased(env_hash=OTHER))),
        ("already_erased", replace(standing, version=replace(VERSION, erased=True)), ERASED),
    ):
        assert decide(situation, event) == Refusal(code)


MUTANTS = each_mutant(erasure)


def test_a_version_is_erased_by_its_author_by_its_hash_and_once() -> None:
    _check(decide_erased)


def test_there_are_mutants_of_the_rule() -> None:
    assert len(MUTANTS) == 8


@pytest.mark.parametrize("scope", MUTANTS)
def test_a_seeded_fault_is_found(scope: dict[str, Any]) -> None:
    with pytest.raises((AssertionError, AttributeError)):
        _check(scope["decide_erased"])
