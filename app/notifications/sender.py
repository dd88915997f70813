"""The sender: takes what is due from the queue, posts it to push services, notes the answer.

It runs beside the requests and never inside one. A process that is killed between posting and
noting leaves a lease that runs out, and the note is sent again: under one topic, so that a push
service or a phone that has the first one replaces it.
"""

import asyncio
import logging
import ssl
from datetime import UTC
from email.utils import parsedate_to_datetime
from functools import cache

import httpx
from pywebpush import WebPusher
from starlette.concurrency import run_in_threadpool

from app.core.clock import SECOND_MS, Clock
from app.core.database import Database
from app.core.wire import encode_b64
from app.notifications import queue, reminders
from app.notifications.queue import Gone, Job, Later, Outcome, Sent, Unwanted
from app.notifications.vapid import Vapid

log = logging.getLogger(__name__)

# How often the queue is looked at. A note waits at least half a minute for its burst anyway.
LOOK_EVERY_MS = 5 * SECOND_MS
# Notes under way at the same time. All of them must end well within a lease.
AT_A_TIME = 16
TIMEOUT_SECONDS = 20
# The same for everybody and every cause: the phone chooses the words (R8).
PAYLOAD = b'{"v":1}'
TTL_SECONDS = 24 * 60 * 60
HEADERS = {
    "TTL": str(TTL_SECONDS),
    "Topic": "note",
    "Urgency": "normal",
    "Content-Encoding": "aes128gcm",
    "Content-Type": "application/octet-stream",
}
_GONE = frozenset({404, 410})
_SLOW_DOWN = 429
_DIGITS = 9


class Sender:
    """One of possibly several over the same database; none sends what another has taken."""

    def __init__(self, *, database: Database, clock: Clock, vapid: Vapid) -> None:
        self.look_every_ms = LOOK_EVERY_MS
        self._database = database
        self._clock = clock
        self._vapid = vapid

    async def run(self) -> None:
        """Send all that is due at this moment."""
        while jobs := await run_in_threadpool(self._take):
            # Without redirects: an endpoint is where its browser said, and nowhere else.
            async with httpx.AsyncClient(
                verify=_trusted(), timeout=TIMEOUT_SECONDS, follow_redirects=False
            ) as http:
                await asyncio.gather(*(self._send(http, job) for job in jobs))

    async def keep_running(self) -> None:
        """Look again and again. What goes wrong once is written to the log and tried again."""
        while True:
            try:
                await self.run()
            except Exception:
                log.exception("notes could not be sent")
            await asyncio.sleep(self.look_every_ms / SECOND_MS)

    def _take(self) -> list[Job]:
        now_ms = self._clock.now_ms()
        with self._database.read() as session:
            if not (queue.is_due(session, now_ms) or reminders.is_due(session, now_ms)):
                return []
        with self._database.write() as session:
            reminders.come_due(session, now_ms)
            return queue.claim(session, now_ms, AT_A_TIME)

    async def _send(self, http: httpx.AsyncClient, job: Job) -> None:
        outcome = await self._post(http, job)
        await run_in_threadpool(self._finish, job, outcome)

    async def _post(self, http: httpx.AsyncClient, job: Job) -> Outcome:
        now_ms = self._clock.now_ms()
        headers = {**HEADERS, "Authorization": self._vapid.authorization(job.endpoint, now_ms)}
        try:
            # The whole of it: a service that answers drop by drop is one that does not answer.
            async with asyncio.timeout(TIMEOUT_SECONDS):
                request = http.stream("POST", job.endpoint, content=seal(job), headers=headers)
                async with request as answer:
                    return read_answer(answer.status_code, answer.headers, now_ms)
        except (httpx.HTTPError, TimeoutError):
            return Later()
        except (httpx.InvalidURL, ValueError):
            # No name that could be looked up. One person's address keeps no other note back.
            log.warning("an address for notes cannot be read")
            return Unwanted()

    def _finish(self, job: Job, outcome: Outcome) -> None:
        with self._database.write() as session:
            queue.finish(session, job, outcome, self._clock.now_ms())


@cache
def _trusted() -> ssl.SSLContext:
    """The certificates of the world, read when the first note goes out."""
    return httpx.create_ssl_context()


def seal(job: Job) -> bytes:
    """The one payload for one device (RFC 8291): always of the same size."""
    keys = {"p256dh": encode_b64(job.p256dh), "auth": encode_b64(job.auth)}
    pusher = WebPusher({"endpoint": job.endpoint, "keys": keys})
    return bytes(pusher.encode(PAYLOAD, "aes128gcm")["body"])


def read_answer(status: int, headers: httpx.Headers, now_ms: int) -> Outcome:
    """What a push service's answer means for the note."""
    if httpx.codes.is_success(status):
        return Sent()
    if status in _GONE:
        return Gone()
    if status == _SLOW_DOWN or httpx.codes.is_server_error(status):
        return Later(_retry_after_ms(headers.get("Retry-After", ""), now_ms))
    log.warning("a push service refuses notes with status %d", status)
    return Unwanted()


def _retry_after_ms(text: str, now_ms: int) -> int:
    """Seconds or a date (RFC 9110); 0 for neither and for a date that is past."""
    if text.isascii() and text.isdigit():
        return int(text[:_DIGITS]) * SECOND_MS
    try:
        date = parsedate_to_datetime(text)
    except ValueError:
        return 0
    at_ms = round(date.replace(tzinfo=date.tzinfo or UTC).timestamp() * SECOND_MS)
    return max(0, at_ms - now_ms)
