"""One entry that passed every check: its rule is asked, and what it decides is written."""

from collections.abc import Mapping

from sqlmodel import Session, select

from app.core.errors import Refused
from app.core.ids import MemberId, SpaceId
from app.log.batch import Entry
from app.log.events import Event
from app.log.models import BodyRow, EventRow, ObjectRow, SpaceRow
from app.log.objects import ObjectState, Version
from app.log.rules import Refusal, Rule, Situation, judge
from app.spaces.facts import has_left
from app.spaces.verbs import SPACE_LEFT


class Store:
    """The rows of events, bodies and objects, inside one write transaction."""

    def __init__(self, session: Session, now_ms: int, rules: Mapping[str, Rule]) -> None:
        self._session = session
        self._now_ms = now_ms
        self._rules = rules
        self._facts = {rule.kind: rule.facts for rule in rules.values()}

    def find_space(self, space_id: SpaceId) -> ObjectState | None:
        """The space as its own object; None before its first event."""
        row = self._session.get(ObjectRow, (space_id, space_id))
        return self._state_of(row) if row else None

    def add(self, space: SpaceRow, entry: Entry, *, posted_by: MemberId, repaired: bool) -> None:
        """Decide, write, and move the space's head. Raises Refused with the rule's code."""
        event = entry.event
        row = self._session.get(ObjectRow, (event.space, event.object))
        body = self._find_body(event)
        situation = Situation(
            space=self.find_space(event.space),
            object=self._state_of(row) if row else None,
            version=_version_of(body) if body else None,
            is_repair=repaired,
        )
        decided = judge(self._rules, situation, event)
        if isinstance(decided, Refusal):
            raise Refused(decided.code, decided.detail)
        if body is not None and self._rules[event.verb].erases:
            body.sealed, body.erased = None, True
        # Nobody is told when somebody left, or took back what (R13): the row does not know either.
        tells_time = event.verb != SPACE_LEFT.name and not has_left(situation.space)
        arrived_ms = self._now_ms if tells_time else event.at_ms
        self._store_event(entry, arrived_ms, posted_by=posted_by, repaired=repaired)
        self._store_object(event, row, decided)
        space.seq, space.head, space.at_ms = event.seq, entry.head, event.at_ms
        self._session.flush()

    def _find_body(self, event: Event) -> BodyRow | None:
        return self._session.exec(
            select(BodyRow).where(
                BodyRow.space_id == event.space,
                BodyRow.object_id == event.object,
                BodyRow.rev == event.rev,
            )
        ).one_or_none()

    def _state_of(self, row: ObjectRow) -> ObjectState:
        kept = self._facts[row.kind]
        facts = None if kept is None or row.facts is None else kept.model_validate_json(row.facts)
        return ObjectState(row.kind, row.rev, MemberId(row.author), facts)

    def _store_event(
        self, entry: Entry, arrived_ms: int, *, posted_by: MemberId, repaired: bool
    ) -> None:
        event, item = entry.event, entry.item
        self._session.add(
            EventRow(
                space_id=event.space,
                seq=event.seq,
                event_id=event.event_id,
                event=item.event,
                sig=item.sig,
                posted_by=posted_by,
                arrived_ms=arrived_ms,
                repaired=repaired,
            )
        )
        if event.env_hash is not None:
            self._session.add(
                BodyRow(
                    space_id=event.space,
                    seq=event.seq,
                    object_id=event.object,
                    rev=event.rev,
                    author=event.member,
                    env_hash=event.env_hash,
                    sealed=item.envelope,
                )
            )

    def _store_object(self, event: Event, row: ObjectRow | None, state: ObjectState) -> None:
        facts = None if state.facts is None else state.facts.model_dump_json()
        if row is None:
            self._session.add(
                ObjectRow(
                    space_id=event.space,
                    object_id=event.object,
                    kind=state.kind,
                    rev=state.rev,
                    author=state.author,
                    facts=facts,
                )
            )
        else:
            row.kind, row.rev, row.author, row.facts = state.kind, state.rev, state.author, facts


def _version_of(row: BodyRow) -> Version:
    return Version(row.rev, row.env_hash, MemberId(row.author), row.erased)
