"""The live socket between two people: a phone that wakes shows what it missed within a second."""

import pytest

from tests.browser.couple import Couple, give, sees_thanks
from tests.browser.device import Device

DID = "Rang my mother back before I had asked."
# The app's own promise; what a busy machine adds to it is part of the measure.
WITHIN_MS = 1_000
# From the moment the phone wakes until the words stand on its screen, by its own clock.
_WAKE = """(words) => new Promise((shown) => {
    const began = performance.now();
    const look = () => {
        if (!document.body.innerText.includes(words)) return;
        watching.disconnect();
        shown(performance.now() - began);
    };
    const watching = new MutationObserver(look);
    watching.observe(document.body, { childList: true, subtree: true, characterData: true });
    document.dispatchEvent(new Event('visibilitychange'));
    look();
})"""


def wake(device: Device, words: str) -> float:
    """Milliseconds from waking until the words are shown, without a touch."""
    waited: float = device.page.evaluate(_WAKE, words)
    return waited


@pytest.mark.parametrize("sleep", ["its socket is dead", "its socket looks alive"])
def test_a_phone_that_slept_shows_what_it_missed_within_a_second(
    couple: Couple, sleep: str
) -> None:
    """Twin: while it sleeps nothing of it is there.

    A phone that was frozen may find its socket ended, or never learn that nothing reached it.
    """
    far = couple.far
    far.open_inside("/thanks")
    far.settles()
    far.faults.expect_unreachable()
    if sleep == "its socket is dead":
        far.wire.cut()
    else:
        far.wire.lose_answers()
    give(couple.near, DID)
    couple.near.sees("Both of you")
    far.sees_no(DID)
    far.wire.mend()
    assert wake(far, DID) < WITHIN_MS
    sees_thanks(far, DID)
