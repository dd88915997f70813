"""The rules of conversations: who may do what, in which step, and whose turn it is.

Each rule reads like its row in protocol.md §6; what several verbs ask stands in one function. The
answers that wait outside the log have their rules in `answer_rules`.
"""

from collections.abc import Mapping
from dataclasses import replace

from app.conversations.facts import ConversationFacts, Pause, Phase, Turn
from app.conversations.verbs import (
    ACCEPTED,
    ENDED,
    ERASED,
    HEARD,
    INVITED,
    OPENED_TOGETHER,
    PASSED,
    PAUSED,
    READY,
    RESUMED,
    SAID,
    TOLD,
    ConversationHeard,
    ConversationInvited,
    ConversationOpenedTogether,
    ConversationPassed,
    ConversationPaused,
    ConversationReady,
    ConversationSaid,
    ConversationTold,
    Move,
    StepKind,
)
from app.core.limits import MAX_PAUSE_MS, MIN_PAUSE_MS
from app.log.erasure import decide_erased
from app.log.events import Event
from app.log.objects import ObjectState
from app.log.rules import Refusal, Rule, Situation
from app.spaces.facts import SpaceFacts

KIND = "conversation"

# What is said in a phase: the move, whether it is the speaker's, and the phase after it.
_SAYING: Mapping[Phase, tuple[Move, bool, Phase]] = {
    "speak": (Move.SPEAK, True, "mirror"),
    "mirror": (Move.MIRROR, False, "confirm"),
    "validate": (Move.VALIDATE, False, "imagine"),
    "imagine": (Move.IMAGINE, False, "feeling"),
}
# Where the speaker says whether that is it: the phase that comes again while it is not.
_HEARING: Mapping[Phase, Phase] = {"confirm": "speak", "feeling": "imagine"}


def decide_invited(situation: Situation, event: Event) -> ObjectState | Refusal:
    """A conversation begins once, with its plan; whoever invites is its author."""
    if situation.object is not None:
        return Refusal("already_invited")
    if event.rev != 1:
        return Refusal("stale")
    if situation.space is None:
        raise TypeError("the space is not open")
    members = SpaceFacts.of(situation.space).members
    (other,) = (member for member in members if member != event.member)
    plan = ConversationInvited.of(event).plan
    facts = ConversationFacts(plan=plan, people=(event.member, other))
    return ObjectState(KIND, 1, event.member, facts)


def decide_accepted(situation: Situation, event: Event) -> ObjectState | Refusal:
    """The invited person's yes to the joint part."""
    state = _going_on(situation, event)
    if isinstance(state, Refusal):
        return state
    if event.member == state.author:
        return Refusal("not_invited")
    if ConversationFacts.of(state).accepted:
        return Refusal("already_accepted")
    return _with(state, accepted=True)


def decide_ended(situation: Situation, event: Event) -> ObjectState | Refusal:
    """Either person, at any time; before the acceptance the inviter takes the invitation back."""
    state = _going_on(situation, event)
    if isinstance(state, Refusal):
        return state
    if not ConversationFacts.of(state).accepted and event.member != state.author:
        return Refusal("not_accepted")
    return _with(state, ended=True)


def decide_paused(situation: Situation, event: Event) -> ObjectState | Refusal:
    """Either person, at once, with a time to come back (R27). Nobody consents to a pause."""
    state = _joint(situation, event)
    if isinstance(state, Refusal):
        return state
    if ConversationFacts.of(state).paused is not None:
        return Refusal("already_paused")
    return_ms = ConversationPaused.of(event).return_ms
    if return_ms < event.at_ms + MIN_PAUSE_MS:
        return Refusal("too_soon")
    if return_ms > event.at_ms + MAX_PAUSE_MS:
        return Refusal("too_late")
    return _with(state, paused=Pause(at_ms=event.at_ms, return_ms=return_ms))


def decide_resumed(situation: Situation, event: Event) -> ObjectState | Refusal:
    """Either person, once the body has had its twenty minutes (R27)."""
    state = _joint(situation, event)
    if isinstance(state, Refusal):
        return state
    paused = ConversationFacts.of(state).paused
    if paused is None:
        return Refusal("not_paused")
    if event.at_ms < paused.at_ms + MIN_PAUSE_MS:
        return Refusal("too_soon")
    return _with(state, paused=None)


def decide_ready(situation: Situation, event: Event) -> ObjectState | Refusal:
    """Each person says so once a step, after their own phone's gates (R26)."""
    state = _in_turns(situation, event, ConversationReady.of(event).step)
    if isinstance(state, Refusal):
        return state
    turn, who = _turn_of(state), _who(state, event)
    if who in turn.ready:
        return Refusal("already_ready")
    return _with_turn(state, ready=tuple(sorted((*turn.ready, who))))


def decide_passed(situation: Situation, event: Event) -> ObjectState | Refusal:
    """Either person leaves a step out, at once and for both (R5)."""
    state = _in_turns(situation, event, ConversationPassed.of(event).step)
    return state if isinstance(state, Refusal) else _step_done(state)


def decide_said(situation: Situation, event: Event) -> ObjectState | Refusal:
    """The next piece of the turn, by whose it is."""
    said = ConversationSaid.of(event)
    state = _both_ready(_in_turns(situation, event, said.step))
    if isinstance(state, Refusal):
        return state
    turn, who = _turn_of(state), _who(state, event)
    speaker = who if turn.speaker is None else turn.speaker
    saying = _SAYING.get(turn.phase)
    if saying is None or saying[:2] != (said.move, who == speaker):
        return Refusal("not_your_turn")
    if event.rev != state.rev + 1:
        return Refusal("stale")
    return _with_turn(replace(state, rev=event.rev), speaker=speaker, phase=saying[2])


def decide_heard(situation: Situation, event: Event) -> ObjectState | Refusal:
    """The speaker says whether they were understood; only they know."""
    heard = ConversationHeard.of(event)
    state = _both_ready(_in_turns(situation, event, heard.step))
    if isinstance(state, Refusal):
        return state
    turn, who = _turn_of(state), _who(state, event)
    if turn.phase not in _HEARING or who != turn.speaker:
        return Refusal("not_your_turn")
    if not heard.enough:
        return _with_turn(state, phase=_HEARING[turn.phase])
    facts = ConversationFacts.of(state)
    step = facts.plan[facts.done]
    if turn.phase == "confirm" and step.kind is StepKind.DEEPER_TURNS:
        return _with_turn(state, phase="validate")
    taken = tuple(rounds + (of == who) for of, rounds in enumerate(turn.taken))
    if min(taken) >= step.rounds:
        return _step_done(state)
    return _with_turn(state, taken=taken, speaker=1 - who, phase="speak")


def decide_told(situation: Situation, event: Event) -> ObjectState | Refusal:
    """Whoever has answered may say so; it is true. A repair is taken at its word."""
    number = ConversationTold.of(event).opening
    state = _at_opening(situation, event, number)
    if isinstance(state, Refusal):
        return state
    facts, who = ConversationFacts.of(state), _who(state, event)
    if who in facts.told:
        return Refusal("already_told")
    if not situation.is_repair and facts.opening(number).record(who) is None:
        return Refusal("not_answered")
    return _with(state, told=tuple(sorted((*facts.told, who))))


def decide_opened_together(situation: Situation, event: Event) -> ObjectState | Refusal:
    """Either person writes down which two records opened.

    A repair is taken at its word where the server may have lost them. Where both are in, it names
    these two or nothing: other hashes would let their author put another answer in the place of
    one that is frozen. Nothing is shown by it: who may read which record is asked of the records
    (`answer_rules`).
    """
    clear = ConversationOpenedTogether.of(event)
    state = _at_opening(situation, event, clear.opening)
    if isinstance(state, Refusal):
        return state
    facts = ConversationFacts.of(state)
    opening, named = facts.opening(clear.opening), (clear.inviter, clear.invited)
    is_taken = situation.is_repair if opening.second is None else named == opening.records
    if not is_taken:
        return Refusal("not_open")
    opened = facts.with_opening(clear.opening, opening.model_copy(update={"named": named}))
    moved = opened.model_copy(update={"opened": clear.opening, "told": ()})
    return replace(state, facts=moved.at_step(facts.done + 1))


def _going_on(situation: Situation, event: Event) -> ObjectState | Refusal:
    """Of every verb but the first and the last: a known conversation that has not ended."""
    state = situation.object
    if state is None:
        return Refusal("unknown_version")
    if ConversationFacts.of(state).ended:
        return Refusal("ended")
    if event.rev != 0 and event.verb != SAID.name:
        return Refusal("stale")
    return state


def _joint(situation: Situation, event: Event) -> ObjectState | Refusal:
    """And accepted."""
    state = _going_on(situation, event)
    if isinstance(state, ObjectState) and not ConversationFacts.of(state).accepted:
        return Refusal("not_accepted")
    return state


def _in_turns(situation: Situation, event: Event, step: int) -> ObjectState | Refusal:
    """And not paused, in this step, which is turns."""
    state = _joint(situation, event)
    if isinstance(state, Refusal):
        return state
    facts = ConversationFacts.of(state)
    if facts.paused is not None:
        return Refusal("paused")
    if not facts.is_turns or step != facts.done + 1:
        return Refusal("not_now")
    return state


def _both_ready(state: ObjectState | Refusal) -> ObjectState | Refusal:
    if isinstance(state, ObjectState) and _turn_of(state).ready != (0, 1):
        return Refusal("not_ready")
    return state


def _at_opening(situation: Situation, event: Event, opening: int) -> ObjectState | Refusal:
    """And at this opening. A pause does not close it."""
    state = _joint(situation, event)
    if isinstance(state, ObjectState) and ConversationFacts.of(state).next_opening != opening:
        return Refusal("not_now")
    return state


def _who(state: ObjectState, event: Event) -> int:
    return int(event.member != state.author)


def _turn_of(state: ObjectState) -> Turn:
    return ConversationFacts.of(state).turn


def _with(state: ObjectState, **changes: object) -> ObjectState:
    return replace(state, facts=ConversationFacts.of(state).model_copy(update=changes))


def _with_turn(state: ObjectState, **changes: object) -> ObjectState:
    return _with(state, turn=_turn_of(state).model_copy(update=changes))


def _step_done(state: ObjectState) -> ObjectState:
    facts = ConversationFacts.of(state)
    return replace(state, facts=facts.at_step(facts.done + 1))


RULES: Mapping[str, Rule] = {
    INVITED.name: Rule(INVITED, KIND, decide_invited, ConversationFacts),
    ACCEPTED.name: Rule(ACCEPTED, KIND, decide_accepted, ConversationFacts),
    READY.name: Rule(READY, KIND, decide_ready, ConversationFacts),
    SAID.name: Rule(SAID, KIND, decide_said, ConversationFacts),
    HEARD.name: Rule(HEARD, KIND, decide_heard, ConversationFacts),
    PASSED.name: Rule(PASSED, KIND, decide_passed, ConversationFacts),
    PAUSED.name: Rule(PAUSED, KIND, decide_paused, ConversationFacts),
    RESUMED.name: Rule(RESUMED, KIND, decide_resumed, ConversationFacts),
    TOLD.name: Rule(TOLD, KIND, decide_told, ConversationFacts),
    OPENED_TOGETHER.name: Rule(OPENED_TOGETHER, KIND, decide_opened_together, ConversationFacts),
    ENDED.name: Rule(ENDED, KIND, decide_ended, ConversationFacts),
    ERASED.name: Rule(ERASED, KIND, decide_erased, ConversationFacts, erases=True),
}
