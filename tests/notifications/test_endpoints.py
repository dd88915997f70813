"""Where a note may be sent. A server that posts wherever it is told could be turned inwards."""

import pytest

from app.notifications.endpoints import is_known_service

KNOWN = [
    "https://fcm.googleapis.com/fcm/send/abc:APA91b",
    "https://fcm.googleapis.com:443/fcm/send/abc",
    "https://updates.push.services.mozilla.com/wpush/v2/gAAAA-_",
    "https://web.push.apple.com/QK_4",
    "https://wns2-db5p.notify.windows.com/w/?token=BQ%2bY%3d",
]
UNKNOWN = [
    "http://fcm.googleapis.com/fcm/send/abc",
    "https://fcm.googleapis.com:8443/fcm/send/abc",
    "https://fcm.googleapis.com.evil.example/fcm/send/abc",
    "https://evil.example/https://fcm.googleapis.com/abc",
    "https://fcm.googleapis.com@evil.example/abc",
    "https://fcm.googleapis.com\\@evil.example/abc",
    "https://evil.example\\.push.apple.com/abc",
    "https://evilpush.apple.com/abc",
    "https://push.apple.com.evil.example/abc",
    "https://127.0.0.1/abc",
    "http://127.0.0.1:9/abc",
    "http://169.254.169.254/latest",
    "https://fcm.googleapis.com/a b",
    "https://fcm.googleapis.com/a\nb",
    "https://fcm.googleapis.com/a\n",
    "https://fcm.googleapis.com",
    "",
]


@pytest.mark.parametrize("endpoint", KNOWN)
def test_push_service_of_a_browser_is_known(endpoint: str) -> None:
    assert is_known_service(endpoint, ())


@pytest.mark.parametrize("endpoint", UNKNOWN)
def test_any_other_address_is_not(endpoint: str) -> None:
    assert not is_known_service(endpoint, ())


def test_host_may_name_one_more() -> None:
    more = ("https://push.example",)
    assert is_known_service("https://push.example/abc", more)
    assert not is_known_service("https://push.example.evil.example/abc", more)
    assert not is_known_service("https://push.example@evil.example/abc", more)
