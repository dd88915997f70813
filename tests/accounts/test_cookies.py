"""Cookies: what a script cannot read and no other site can send."""

from pathlib import Path

import pytest

from app.client.canonical import b64
from app.settings import Settings
from tests.accounts.phone import Phone, new_password

PUBLIC = "https://goldseam.example"


def cookies_of(phone: Phone) -> dict[str, set[str]]:
    """Each cookie that a sign-in sets, with its attributes."""
    answer = phone.sign_in()
    assert answer.status_code == 200, answer.text
    parts = [line.split("; ") for line in answer.headers.get_list("set-cookie")]
    return {first.split("=")[0]: set(rest) for first, *rest in parts}


def test_both_cookies_are_out_of_reach_of_scripts_and_other_sites(phone: Phone) -> None:
    wanted = {"HttpOnly", "Max-Age=34560000", "Path=/", "SameSite=strict"}
    assert cookies_of(phone) == {"goldseam": wanted, "goldseam-device": wanted}


def test_device_cookie_survives_signing_out(phone: Phone) -> None:
    assert phone.end_session("current").status_code == 204
    assert [cookie.name for cookie in phone.http.cookies.jar] == ["goldseam-device"]


def test_recovery_sets_no_device_cookie(phone: Phone) -> None:
    other = phone.another()
    assert other.recover().status_code == 200
    assert [cookie.name for cookie in other.http.cookies.jar] == ["goldseam"]


@pytest.mark.parametrize("sent", ["", "x", "not base64url!", b64(bytes(31)), b64(bytes(32))])
def test_cookie_that_is_not_ours_is_signed_out(phone: Phone, sent: str) -> None:
    other = phone.another()
    other.http.headers["Cookie"] = f"goldseam={sent}"
    answer = other.state()
    assert (answer.status_code, answer.json()) == (401, {"code": "signed_out"})


class TestInPublic:
    @pytest.fixture
    def settings(self, tmp_path: Path) -> Settings:
        return Settings(
            data=tmp_path / "data",
            frontend=tmp_path / "frontend",
            origin=PUBLIC,
            operator="Robin and Kim",
            signup="open",
        )

    def test_cookies_are_bound_to_this_host_and_to_https(self, phone: Phone) -> None:
        wanted = {"HttpOnly", "Max-Age=34560000", "Path=/", "SameSite=strict", "Secure"}
        assert cookies_of(phone) == {
            "__Host-goldseam": wanted,
            "__Host-goldseam-device": wanted,
        }

    def test_only_the_public_origin_may_change_anything(self, stranger: Phone) -> None:
        stranger.password = new_password()
        for origin in ("https://evil.example", "http://goldseam.example", "null", ""):
            stranger.http.headers["Origin"] = origin
            refused = stranger.salt()
            assert (refused.status_code, refused.json()) == (403, {"code": "wrong_origin"})
        stranger.http.headers["Origin"] = PUBLIC
        assert stranger.salt().status_code == 200

    def test_host_is_named_before_anybody_signs_up(self, stranger: Phone) -> None:
        about = stranger.http.get("/api/about").json()
        assert about == {
            "operator": "Robin and Kim",
            "signup": "open",
            "backup_days": 30,
            "protocol": 1,
        }
