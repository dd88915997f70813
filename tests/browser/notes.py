"""Notifications of a device: the browser's part that no test can have, and the note itself.

Headless Chromium shows notes and has a service worker, and cannot subscribe: there is no push
service behind it. So only `subscribe` is made up here; push messages reach the real service worker
by the developer tools, and what it shows is read back from it.
"""

import sqlite3
from contextlib import closing
from typing import Any, TypedDict

from playwright.sync_api import Worker

from tests.browser.device import Device
from tests.browser.server import Server

POLL_MS = 10
# A push service of the host's own, at which nobody listens.
SERVICE = "http://127.0.0.1:9"
SETTINGS = {"GOLDSEAM_PUSH_SERVICES": SERVICE}

SUBSCRIBE = """
(() => {
    let held = null;
    PushManager.prototype.getSubscription = async () => held;
    PushManager.prototype.subscribe = async ({ applicationServerKey }) => {
        const curve = { name: 'ECDH', namedCurve: 'P-256' };
        const pair = await crypto.subtle.generateKey(curve, true, ['deriveBits']);
        const keys = {
            p256dh: await crypto.subtle.exportKey('raw', pair.publicKey),
            auth: crypto.getRandomValues(new Uint8Array(16)).buffer,
        };
        const text = (name) => btoa(String.fromCharCode(...new Uint8Array(keys[name])))
            .replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
        const endpoint = `SERVICE/${crypto.randomUUID()}`;
        held = {
            endpoint,
            toJSON: () => ({ endpoint, keys: { p256dh: text('p256dh'), auth: text('auth') } }),
            options: { applicationServerKey: applicationServerKey.slice().buffer },
            getKey: (name) => keys[name],
            unsubscribe: async () => { held = null; return true; },
        };
        return held;
    };
})();
""".replace("SERVICE", SERVICE)

# What an iPhone or iPad says of itself in a tab.
IPHONE_TAB = """
delete self.PushManager;
Object.defineProperty(navigator, 'standalone', { value: false });
"""

# What a browser does when it gives up its address by itself. Gives the one that it has then.
CHANGE = """async () => {
    const state = await (await fetch('/api/push', { headers: { 'Goldseam-Client': '1' } })).json();
    const key = atob(state.key.replaceAll('-', '+').replaceAll('_', '/'));
    const applicationServerKey = Uint8Array.from(key, (each) => each.charCodeAt(0)).buffer;
    const change = new ExtendableEvent('pushsubscriptionchange');
    const work = [];
    change.oldSubscription = { options: { applicationServerKey } };
    change.waitUntil = (promise) => { work.push(promise); };
    dispatchEvent(change);
    await Promise.all(work);
    return (await registration.pushManager.getSubscription()).endpoint;
}"""

# The icon cannot be read from outside, so whoever marks it is watched; and a note that takes the
# place of another looks like it, so they are numbered.
WATCH = """() => {
    if (self.watched) return;
    self.watched = true;
    self.marks = [];
    navigator.setAppBadge = async (...number) => { self.marks.push(['set', ...number]); };
    navigator.clearAppBadge = async () => { self.marks.push(['clear']); };
    if (!self.registration) return;
    self.shown = 0;
    const show = registration.showNotification.bind(registration);
    registration.showNotification = async (...note) => {
        await show(...note);
        self.shown += 1;
    };
}"""

# Only a real press may open or focus a window, so those two are written down instead.
PRESS = """async () => {
    const opened = [];
    WindowClient.prototype.focus = async function () { opened.push('focus'); };
    Clients.prototype.openWindow = async (path) => { opened.push(`open ${path}`); };
    const [notification] = await registration.getNotifications();
    const press = new NotificationEvent('notificationclick', { notification });
    const work = [];
    press.waitUntil = (promise) => { work.push(promise); };
    dispatchEvent(press);
    await Promise.all(work);
    return opened;
}"""


class Note(TypedDict):
    """What a note shows, and whatever else it carries."""

    title: str
    body: str
    data: Any
    actions: list[Any]


def allow(device: Device) -> None:
    """Let this device be reached, from its next page on, as if its person had said yes."""
    device.context.grant_permissions(["notifications"])
    device.context.add_init_script(SUBSCRIBE)
    device.page.evaluate(SUBSCRIBE)


def deliver(device: Device, data: str = "") -> None:
    """What the push service does when the server sent something; returns once a note stands."""
    before = _watch(device)
    tools = device.context.new_cdp_session(device.page)
    found: list[dict[str, Any]] = []
    tools.on(
        "ServiceWorker.workerRegistrationUpdated",
        lambda event: found.extend(event["registrations"]),
    )
    tools.send("ServiceWorker.enable")
    while not found:
        device.page.wait_for_timeout(POLL_MS)
    message = {"origin": device.wire.url, "registrationId": found[0]["registrationId"]}
    tools.send("ServiceWorker.deliverPushMessage", message | {"data": data})
    tools.detach()
    while _watch(device) == before:
        device.page.wait_for_timeout(POLL_MS)


def notes(device: Device) -> list[Note]:
    """Everything of ours that stands among the device's notifications."""
    shown: list[Note] = _worker(device).evaluate(
        """async () => (await registration.getNotifications()).map(
            ({ title, body, data, actions }) => ({ title, body, data, actions }))"""
    )
    return shown


def marks(device: Device) -> list[Any]:
    """How the service worker has marked the icon since it was first watched."""
    found: list[Any] = _worker(device).evaluate("() => self.marks")
    return found


def press_note(device: Device) -> list[str]:
    """Press the note, and tell whether a window came to the front or which one was opened."""
    opened: list[str] = _worker(device).evaluate(PRESS)
    return opened


def change_address(device: Device) -> str:
    """Let the browser change its address while no page does anything, and tell the new one."""
    worker = _worker(device)
    worker.evaluate(SUBSCRIBE)
    endpoint: str = worker.evaluate(CHANGE)
    return endpoint


def addresses(server: Server) -> list[str]:
    """Where the server would send notes."""
    with closing(sqlite3.connect(server.data / "goldseam.sqlite3")) as database:
        rows = database.execute("SELECT endpoint FROM push_subscription").fetchall()
        return [endpoint for (endpoint,) in rows]


def reachable(server: Server) -> int:
    """How many devices the server could send a note to."""
    return _count(server, "SELECT count(*) FROM push_subscription")


def reminders(server: Server) -> int:
    """At how many times the server will wake somebody."""
    return _count(server, "SELECT count(*) FROM reminder")


def _count(server: Server, query: str) -> int:
    with closing(sqlite3.connect(server.data / "goldseam.sqlite3")) as database:
        found: int = database.execute(query).fetchone()[0]
        return found


def _watch(device: Device) -> int:
    """How many notes were shown since it was first watched."""
    worker = _worker(device)
    worker.evaluate(WATCH)
    shown: int = worker.evaluate("() => self.shown")
    return shown


def _worker(device: Device) -> Worker:
    return device.context.service_workers[0]
