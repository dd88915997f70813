"""What a phone asks for: turning notes on, choosing, reminders."""

import secrets

from app.client.canonical import b64, unb64
from app.core.clock import DAY_MS
from app.core.limits import MAX_REMINDERS
from tests.accounts.phone import Phone
from tests.notifications.device import Device

NIGHT = {"from_min": 22 * 60, "to_min": 7 * 60 + 30, "zone": "Europe/Berlin"}
ALL_KINDS = ["thanks", "talk", "agreements", "reminders"]


def subscribe(phone: Phone, device: Device) -> int:
    return phone.http.put("/api/push/subscription", json=device.body).status_code


def choose(phone: Phone, **changed: object) -> int:
    body = {"kinds": ["thanks"], "quiet": None, **changed}
    return phone.http.put("/api/push/choices", json=body).status_code


def test_r8_nothing_is_on_for_a_new_account(phone: Phone) -> None:
    state = phone.http.get("/api/push").json()
    assert len(unb64(state.pop("key"))) == 65
    assert state == {"here": False, "kinds": [], "quiet": None}


def test_turning_on_is_for_this_device_and_for_every_kind(phone: Phone) -> None:
    tablet = phone.another()
    assert tablet.sign_in().status_code == 200
    assert subscribe(phone, Device()) == 204
    here, there = (device.http.get("/api/push").json() for device in (phone, tablet))
    assert (here["here"], there["here"]) == (True, False)
    assert here["kinds"] == there["kinds"] == ALL_KINDS
    assert here["key"] == there["key"]


def test_choices_are_kept_for_the_account_when_a_device_is_turned_off_and_on(phone: Phone) -> None:
    assert subscribe(phone, Device()) == 204
    assert choose(phone, kinds=["reminders", "thanks", "thanks"], quiet=NIGHT) == 204
    assert phone.http.delete("/api/push/subscription").status_code == 204
    assert not phone.http.get("/api/push").json()["here"]
    assert subscribe(phone, Device()) == 204
    state = phone.http.get("/api/push").json()
    assert (state["here"], state["kinds"], state["quiet"]) == (True, ["thanks", "reminders"], NIGHT)


def test_endpoint_moves_to_the_session_that_gave_it_last(phone: Phone) -> None:
    """One browser, two people one after the other: the first is not woken there any more."""
    kim, device = phone.stranger("kim"), Device()
    assert kim.sign_up().status_code == 201
    assert subscribe(phone, device) == 204
    assert subscribe(kim, device) == 204
    assert not phone.http.get("/api/push").json()["here"]
    assert kim.http.get("/api/push").json()["here"]


def test_t10_subscription_ends_with_its_session(phone: Phone) -> None:
    assert subscribe(phone, Device()) == 204
    assert phone.end_session("current").status_code == 204
    assert phone.sign_in().status_code == 200
    assert not phone.http.get("/api/push").json()["here"]


def test_address_that_is_no_push_service_is_refused(phone: Phone) -> None:
    assert subscribe(phone, Device("https://web.push.apple.com/QK_4")) == 204
    assert subscribe(phone, Device("https://push.example/QK_4")) == 400


def test_key_that_is_no_point_is_refused(phone: Phone) -> None:
    """Nothing could ever be sealed to it."""
    body = {**Device().body, "p256dh": b64(b"\x04" + b"\x01" * 64)}
    assert phone.http.put("/api/push/subscription", json=body).status_code == 400


def test_choice_that_nobody_offers_is_refused(phone: Phone) -> None:
    """And a zone is taken as browsers name it: some still give the older name."""
    wrong: list[dict[str, object]] = [
        {"zone": "Europe/Atlantis"},
        {"zone": "../../etc/passwd"},
        {"zone": "Europe"},
    ]
    wrong += [{"to_min": 1440}, {"from_min": -1}, {"from_min": True}]
    assert {choose(phone, quiet={**NIGHT, **one}) for one in wrong} == {400}
    assert choose(phone, kinds=["leaving"]) == 400
    right = ["Asia/Calcutta", "Asia/Kolkata", "America/New_York", "UTC"]
    assert {choose(phone, quiet={**NIGHT, "zone": zone}) for zone in right} == {204}


def remind(phone: Phone, reminder: bytes, due_ms: int) -> tuple[int, str]:
    answer = phone.http.put(f"/api/reminders/{b64(reminder)}", json={"due_ms": due_ms})
    return answer.status_code, "" if answer.is_success else answer.json()["code"]


def listed(phone: Phone) -> list[tuple[bytes, int]]:
    rows = phone.http.get("/api/reminders").json()["reminders"]
    return [(unb64(row["id"]), row["due_ms"]) for row in rows]


def test_reminders_are_listed_by_time_moved_and_taken_back(phone: Phone) -> None:
    soon, later = phone.clock.now_ms() + 1_000, phone.clock.now_ms() + DAY_MS
    first, second = secrets.token_bytes(16), secrets.token_bytes(16)
    assert remind(phone, first, later) == remind(phone, second, soon) == (204, "")
    assert listed(phone) == [(second, soon), (first, later)]
    assert remind(phone, second, later + 1) == (204, "")
    assert listed(phone) == [(first, later), (second, later + 1)]
    for _ in range(2):
        assert phone.http.delete(f"/api/reminders/{b64(first)}").status_code == 204
    assert listed(phone) == [(second, later + 1)]


def test_reminders_are_each_person_s_own(phone: Phone) -> None:
    kim, same = phone.stranger("kim"), secrets.token_bytes(16)
    assert kim.sign_up().status_code == 201
    due_ms = phone.clock.now_ms() + DAY_MS
    assert remind(phone, same, due_ms) == remind(kim, same, due_ms + 1) == (204, "")
    assert kim.http.delete(f"/api/reminders/{b64(same)}").status_code == 204
    assert (listed(phone), listed(kim)) == ([(same, due_ms)], [])


def test_one_reminder_too_many_is_refused_and_moving_one_is_not(phone: Phone) -> None:
    due_ms = phone.clock.now_ms() + DAY_MS
    ids = [secrets.token_bytes(16) for _ in range(MAX_REMINDERS)]
    assert {remind(phone, reminder, due_ms) for reminder in ids} == {(204, "")}
    assert remind(phone, secrets.token_bytes(16), due_ms) == (422, "too_many_reminders")
    assert remind(phone, ids[0], due_ms + 1) == (204, "")


def test_reminder_beyond_400_days_is_refused(phone: Phone) -> None:
    last_ms = phone.clock.now_ms() + 400 * DAY_MS
    assert remind(phone, secrets.token_bytes(16), last_ms) == (204, "")
    assert remind(phone, secrets.token_bytes(16), last_ms + 1) == (400, "malformed")
