"""Every failure of the HTTP door has a name, whoever it comes from."""

from collections.abc import Callable

import httpx
import pytest

from app.client.api import Api
from app.client.errors import ClientError, MalformedError, OfflineError, RefusedError

Handler = Callable[[httpx.Request], httpx.Response]


def api_that(answers: Handler) -> Api:
    return Api("http://127.0.0.1:9", httpx.MockTransport(answers))


def test_a_proxys_page_is_a_server_error() -> None:
    api = api_that(lambda _: httpx.Response(502, html="<h1>Bad gateway</h1>"))
    with pytest.raises(RefusedError) as refused:
        api.account()
    assert (refused.value.code, refused.value.status) == ("server", 502)


@pytest.mark.parametrize("wait,seconds", [("7", 7), ("", None), ("soon", None), ("-1", None)])
def test_a_wait_is_read_in_seconds(wait: str, seconds: int | None) -> None:
    body, headers = {"code": "slow_down", "detail": "later"}, {"Retry-After": wait}
    api = api_that(lambda _: httpx.Response(429, headers=headers, json=body))
    with pytest.raises(RefusedError) as refused:
        api.account()
    assert (refused.value.code, refused.value.sentence) == ("slow_down", "later")
    assert refused.value.retry_after_seconds == seconds


@pytest.mark.parametrize("content", [b"", b"<html>", b'{"account":', b"\xff", b"[" * 10**5])
def test_a_good_status_with_anything_else_is_malformed(content: bytes) -> None:
    """A captive portal answers 200 to everything."""
    api = api_that(lambda _: httpx.Response(200, content=content))
    with pytest.raises(MalformedError):
        api.account()


@pytest.mark.parametrize(
    "error", [httpx.ConnectError, httpx.ReadTimeout, httpx.RemoteProtocolError]
)
def test_no_answer_is_offline(error: type[httpx.TransportError]) -> None:
    def fail(_: httpx.Request) -> httpx.Response:
        raise error("nothing came")

    with pytest.raises(OfflineError):
        api_that(fail).account()


def test_a_redirect_is_not_followed() -> None:
    """Keys and cookies go to the address that was given, and to no other."""
    asked = []

    def redirect(request: httpx.Request) -> httpx.Response:
        asked.append(request.url)
        return httpx.Response(307, headers={"Location": "http://elsewhere.test/"})

    with pytest.raises(ClientError):
        api_that(redirect).account()
    assert len(asked) == 1


def test_every_request_says_which_protocol_it_speaks() -> None:
    def answer(request: httpx.Request) -> httpx.Response:
        assert request.headers["Goldseam-Client"] == "1"
        return httpx.Response(204)

    assert api_that(answer).call("DELETE", "/api/sessions/current") is None


def test_an_outdated_client_is_told() -> None:
    api = api_that(lambda _: httpx.Response(426, json={"code": "upgrade"}))
    with pytest.raises(RefusedError) as refused:
        api.account()
    assert refused.value.code == "upgrade"
