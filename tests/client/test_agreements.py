"""Limits, requests and agreements by the independent client, against the real server."""

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from app.client.__main__ import CODE_VARIABLE, main
from app.client.agree_intent import Agree
from app.client.agreement_content import AgreementDraft, RequestReply, agreed_plaintext
from app.client.content import Damaged
from app.client.errors import ClientError
from app.client.person import Person
from app.client.talk_content import read_own
from app.core.clock import DAY_MS
from tests.client.acts import refusal
from tests.client.people import People, pair

NINE = {"title": "Evenings", "what": "Phones rest from nine.", "if_missed": "We say so."}
TEN = {**NINE, "what": "Phones rest from ten."}


@pytest.fixture(scope="module")
def couple(neighbours: People) -> tuple[Person, Person]:
    nadia, elias = neighbours.sign_up("nadia"), neighbours.sign_up("elias")
    pair(nadia, elias)
    nadia.us.put_member("Nadia", "celadon")
    return nadia, elias


@pytest.fixture
def nadia(couple: tuple[Person, Person]) -> Person:
    return couple[0]


@pytest.fixture
def elias(couple: tuple[Person, Person]) -> Person:
    return couple[1]


def test_an_agreement_is_in_force_when_both_signed(nadia: Person, elias: Person) -> None:
    agreement = nadia.us.agreements.propose(NINE)
    elias.us.read()
    assert not elias.us.agreements.find(agreement).holds
    elias.us.agreements.accept(agreement)
    for person in (nadia, elias):
        person.us.read()
        assert person.us.agreements.find(agreement).holds


def test_a_counter_leaves_the_agreed_words_in_force(nadia: Person, elias: Person) -> None:
    agreement = nadia.us.agreements.propose(NINE)
    elias.us.agreements.accept(_read(elias, agreement))
    elias.us.agreements.propose(TEN, agreement=agreement, base=1)
    nadia.us.read()
    assert nadia.us.agreements.find(agreement).in_force == 1
    nadia.us.agreements.accept(agreement, 2)
    assert nadia.us.agreements.find(agreement).in_force == 2


def test_accepting_words_that_were_replaced_is_refused(nadia: Person, elias: Person) -> None:
    agreement = nadia.us.agreements.propose(NINE)
    elias.us.read()
    nadia.us.agreements.propose(TEN, agreement=agreement, base=1)
    assert refusal(lambda: elias.us.agreements.accept(agreement, 1)) == "replaced"
    elias.us.agreements.accept(agreement, 2)
    assert elias.us.agreements.find(agreement).in_force == 2


def test_t6_an_acceptance_counts_only_for_the_words_that_were_read(
    nadia: Person, elias: Person
) -> None:
    agreement = nadia.us.agreements.propose(NINE)
    elias.us.read()
    put = elias.us.sync.log.objects()[agreement].versions[1].put
    signed = Agree(
        elias.device.uuid7(), agreement, "agreement.accepted", put.event_id, words=put.env_hash
    )
    other = replace(signed, words=bytes(32))
    assert refusal(lambda: elias.us.send(other)) == "unknown_version"
    elias.us.send(signed)
    assert elias.us.agreements.find(agreement).holds


def test_pausing_withdrawing_and_reviewing(
    nadia: Person, elias: Person, neighbours: People
) -> None:
    agreement = nadia.us.agreements.propose(NINE)
    elias.us.agreements.accept(_read(elias, agreement))
    elias.us.agreements.pause(agreement)
    nadia.us.read()
    assert not nadia.us.agreements.find(agreement).holds
    elias.us.agreements.resume(agreement)
    next_ms = neighbours.clock.now_ms() + 20 * DAY_MS
    nadia.us.agreements.review(agreement, next_ms)
    elias.us.agreements.review(agreement, next_ms)
    assert elias.us.agreements.find(agreement).next_review_ms == next_ms
    nadia.us.agreements.withdraw(agreement)
    elias.us.read()
    assert elias.us.agreements.find(agreement).in_force is None


def test_a_limit_is_acknowledged_and_a_request_answered(nadia: Person, elias: Person) -> None:
    limit = nadia.us.agreements.share_limit({"title": "Late", "what": "I sleep at eleven."})
    elias.us.agreements.acknowledge(limit)
    assert refusal(lambda: elias.us.agreements.accept(limit)) == "other_kind"
    nadia.us.agreements.retire(limit)
    request = nadia.us.agreements.ask({"title": "Late trains", "what": "Would you call?"})
    elias.us.agreements.answer(request, "another_way", "A message is easier.")
    opened = nadia.us.read().opened
    said = [found for _, found in opened if isinstance(found, RequestReply)]
    assert said[-1] == RequestReply("another_way", "A message is easier.")
    assert not any(isinstance(found, Damaged) for _, found in opened)


def test_words_that_hold_are_not_erased_and_others_are(nadia: Person, elias: Person) -> None:
    agreement = nadia.us.agreements.propose(NINE)
    elias.us.agreements.accept(_read(elias, agreement))
    nadia.us.read()
    assert refusal(lambda: nadia.us.agreements.take_back(agreement, 1)) == "in_force"
    nadia.us.agreements.propose(TEN, agreement=agreement, base=1)
    elias.us.agreements.accept(_read(elias, agreement))
    nadia.us.agreements.take_back(agreement, 1)
    elias.us.read()
    assert elias.us.sync.log.objects()[agreement].versions[1].erased
    assert elias.us.agreements.find(agreement).in_force == 2


def test_a_draft_of_my_side_is_read_in_its_shape() -> None:
    rest: dict[str, Any] = {"review_days": 14, "guide": None, "changes": None, "replaces": []}
    words = agreed_plaintext("agreement", "other", NINE)
    draft = {**words, "t": "agreement_draft", "kind": "agreement", **rest}
    read = read_own(draft)
    assert isinstance(read, AgreementDraft)
    assert (read.kind, read.texts["what"], read.review_days) == ("agreement", NINE["what"], 14)
    for spoilt in ({"kind": "law"}, {"starts": "2026-02-30"}, {"what": None}, {"replaces": None}):
        assert read_own({**draft, **spoilt}) is None


@pytest.fixture(scope="module")
def agreed(neighbours: People) -> Person:
    """Ada, with Ben's words that both signed, words of his that nobody signed, and his limit."""
    nadia, elias = neighbours.sign_up("ada"), neighbours.sign_up("ben")
    pair(nadia, elias)
    nadia.us.put_member("Ada", "celadon")
    elias.us.put_member("Ben", "moss")
    agreement = elias.us.agreements.propose({**NINE, "why": "I sleep better."})
    nadia.us.agreements.accept(_read(nadia, agreement))
    elias.us.agreements.propose({"title": "Sundays", "what": "Never signed."})
    elias.us.agreements.share_limit({"title": "Late", "what": "His limit."})
    nadia.us.read()
    nadia.save_vault()
    return nadia


@pytest.fixture
def agreed_export(agreed: Person, tmp_path: Path) -> tuple[Path, Person]:
    file = tmp_path / "export.json"
    file.write_text(json.dumps(agreed.export()))
    return file, agreed


def test_r16_an_export_prints_what_both_signed_with_names_and_dates(
    agreed_export: tuple[Path, Person],
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    file, nadia = agreed_export
    monkeypatch.setenv(CODE_VARIABLE, nadia.recovery_code)
    assert main(["verify", str(file), "--recovery-code"]) == 0
    said = capsys.readouterr().out
    assert "Agreed by both: Evenings\n\nPhones rest from nine.\n" in said
    assert "When it is missed\nWe say so.\n" in said
    signed = [line for line in said.splitlines() if line.startswith("Signed by")]
    assert [line.split(",")[0] for line in signed] == ["Signed by Ben", "Signed by Ada"]
    assert all(line.endswith("UTC") for line in signed)
    assert "Never signed" not in said
    assert "His limit" not in said


def test_t6_an_export_with_a_forged_signature_is_not_valid(
    agreed_export: tuple[Path, Person], capsys: pytest.CaptureFixture[str]
) -> None:
    """The acceptance is Nadia's own event; another signature under it is nobody's."""
    file, _ = agreed_export
    assert main(["verify", str(file)]) == 0
    content = json.loads(file.read_text())
    rows = next(s["events"] for s in content["spaces"] if len(s["events"]) > 4)
    rows[5]["sig"] = rows[4]["sig"]
    file.write_text(json.dumps(content))
    assert main(["verify", str(file)]) == 1
    assert "(signature)" in capsys.readouterr().err


def _read(person: Person, agreement: Any) -> Any:
    person.us.read()
    return agreement


def test_nobody_else_acts_in_a_closed_space(neighbours: People) -> None:
    nadia, elias = neighbours.sign_up("cleo"), neighbours.sign_up("dan")
    pair(nadia, elias)
    agreement = nadia.us.agreements.propose(NINE)
    elias.us.read()
    nadia.us.leave()
    with pytest.raises(ClientError, match="space_closed"):
        elias.us.agreements.accept(agreement)
