"""R12: an exception's text may quote what somebody sent, so it is never written."""

import asyncio
import io
import logging
from collections.abc import Iterator

import pytest

from app.core.logs import QuietFormatter


@pytest.fixture
def written() -> io.StringIO:
    return io.StringIO()


@pytest.fixture
def log(written: io.StringIO) -> Iterator[logging.Logger]:
    logger = logging.getLogger("tests.quiet")
    handler = logging.StreamHandler(written)
    handler.setFormatter(QuietFormatter())
    logger.addHandler(handler)
    yield logger
    logger.removeHandler(handler)


def test_r12_exception_is_logged_without_its_text(
    log: logging.Logger, written: io.StringIO
) -> None:
    def quote() -> None:
        try:
            int("secret words")
        except ValueError as first:
            raise ValueError("more secret words") from first

    try:
        quote()
    except ValueError:
        log.exception("it broke")
    assert "it broke" in written.getvalue()
    assert "ValueError" in written.getvalue()
    assert "in quote" in written.getvalue()
    assert "secret" not in written.getvalue()


def test_r12_event_loop_is_logged_without_what_it_was_doing(
    log: logging.Logger, written: io.StringIO, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("asyncio.base_events.logger", log)
    loop = asyncio.new_event_loop()
    context = {"message": "it broke", "exception": ValueError("secret"), "future": "secret words"}
    loop.default_exception_handler(context)
    loop.close()
    assert "it broke" in written.getvalue()
    assert "ValueError" in written.getvalue()
    assert "secret" not in written.getvalue()
