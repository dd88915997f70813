"""The routes of notifications. They parse, ask and answer; nothing is decided here."""

from typing import Annotated

from fastapi import APIRouter, Depends, Path
from starlette.requests import HTTPConnection

from app.accounts.present import SESSION_PROBLEMS
from app.core.errors import responses
from app.core.wire import B64_16
from app.log.routes import AskerDep
from app.notifications.reminders import Reminders
from app.notifications.service import Notifications
from app.notifications.wire import Choices, PushState, ReminderList, ReminderTime, Subscription

router = APIRouter(tags=["notifications"])


def _notifications(connection: HTTPConnection) -> Notifications:
    notifications: Notifications = connection.app.state.notifications
    return notifications


def _reminders(connection: HTTPConnection) -> Reminders:
    reminders: Reminders = connection.app.state.reminders
    return reminders


NotificationsDep = Annotated[Notifications, Depends(_notifications)]
RemindersDep = Annotated[Reminders, Depends(_reminders)]
ReminderId = Annotated[B64_16, Path(description="what the phones call it; it says nothing here")]


@router.get("/push", responses=SESSION_PROBLEMS)
def get_push(asker: AskerDep, notifications: NotificationsDep) -> PushState:
    """How notifications stand, for this device and for the account."""
    return notifications.state(asker)


@router.put(
    "/push/subscription", status_code=204, responses=SESSION_PROBLEMS | responses("slow_down")
)
def subscribe(wanted: Subscription, asker: AskerDep, notifications: NotificationsDep) -> None:
    """Let this device be woken, through a known push service."""
    notifications.subscribe(asker, wanted)


@router.delete("/push/subscription", status_code=204, responses=SESSION_PROBLEMS)
def unsubscribe(asker: AskerDep, notifications: NotificationsDep) -> None:
    """Wake this device no more."""
    notifications.unsubscribe(asker)


@router.put("/push/choices", status_code=204, responses=SESSION_PROBLEMS | responses("slow_down"))
def choose(wanted: Choices, asker: AskerDep, notifications: NotificationsDep) -> None:
    """What to be woken for and when not, on all devices of the account."""
    notifications.choose(asker, wanted)


@router.post("/push/looked", status_code=204, responses=SESSION_PROBLEMS)
def look(asker: AskerDep, notifications: NotificationsDep) -> None:
    """The person has seen what there is: a note that waits is not sent. No time is kept."""
    notifications.look(asker)


@router.get("/reminders", responses=SESSION_PROBLEMS)
def list_reminders(asker: AskerDep, reminders: RemindersDep) -> ReminderList:
    """One's own reminders that are still to come."""
    return ReminderList(reminders=reminders.list_own(asker))


@router.put(
    "/reminders/{reminder}",
    status_code=204,
    responses=SESSION_PROBLEMS | responses("too_many_reminders", "slow_down"),
)
def put_reminder(
    reminder: ReminderId, wanted: ReminderTime, asker: AskerDep, reminders: RemindersDep
) -> None:
    """Be woken at this moment, at most 400 days ahead. The same id again moves it."""
    reminders.put(asker, reminder, wanted.due_ms)


@router.delete("/reminders/{reminder}", status_code=204, responses=SESSION_PROBLEMS)
def take_back_reminder(reminder: ReminderId, asker: AskerDep, reminders: RemindersDep) -> None:
    """Not any more; also when there is none."""
    reminders.take_back(asker, reminder)
