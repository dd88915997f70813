"""What happened to Nadia and Elias: specific, small, and about what the other person did."""

from collections.abc import Callable
from typing import Final

from app.client.content import Words
from app.client.demo import ELIAS, NADIA, Couple, Role, Scene
from app.client.demo_agreements import agreed
from app.client.demo_talks import talks

Happening = Callable[[Couple], None]


def _gives(role: Role, name: str, words: Words) -> Happening:
    return lambda couple: couple.give(role, name, words)


def _takes_in(role: Role, name: str) -> Happening:
    return lambda couple: couple.take_in(role, name)


def _answers(role: Role, name: str, text: str) -> Happening:
    return lambda couple: couple.answer(role, name, text)


def _keeps(role: Role, name: str) -> Happening:
    return lambda couple: couple.keep(role, name)


def _notes(role: Role, title: str, text: str) -> Happening:
    return lambda couple: couple.note(role, title, text)


def _drafts(role: Role, words: Words) -> Happening:
    return lambda couple: couple.draft(role, words)


_BEGINNING: Final = (
    Scene(36, "18:10", lambda couple: couple.arrive(NADIA)),
    Scene(
        36,
        "18:25",
        _notes(
            NADIA,
            "Why I made this",
            "We talk about the week and never about us. I would like one place for the other "
            "kind of sentence. I have not told Elias yet.",
        ),
    ),
    Scene(35, "19:40", lambda couple: couple.arrive(ELIAS)),
    Scene(35, "19:45", Couple.pair),
)

_THANKS: Final = (
    Scene(
        33,
        "20:30",
        _gives(
            NADIA,
            "door",
            Words(
                "You came back into the kitchen and sat down again.",
                "I had been ready to talk to the wall.",
                "You stay with something after it gets uncomfortable.",
            ),
        ),
    ),
    Scene(33, "21:50", _takes_in(ELIAS, "door")),
    Scene(
        30,
        "06:50",
        _gives(
            ELIAS,
            "coffee",
            Words(
                "You put the coffee on before your early shift and left me the good cup.",
                "I started the day slower than I usually manage.",
            ),
        ),
    ),
    Scene(29, "17:20", _answers(NADIA, "coffee", "It is the good cup because you drink from it.")),
    Scene(
        25,
        "21:15",
        _gives(
            NADIA,
            "sister",
            Words(
                "You asked my sister about her exam, and then waited for the whole answer.",
                "",
                "You make people feel that there is time for them.",
            ),
        ),
    ),
    Scene(24, "08:05", _takes_in(ELIAS, "sister")),
    Scene(24, "08:06", _keeps(ELIAS, "sister")),
    Scene(
        19,
        "22:05",
        _gives(
            ELIAS,
            "wrong",
            Words(
                "You said “I do not know yet” when I pushed for an answer.",
                "I stopped pushing. It was easier to breathe for both of us.",
                "You would rather be honest than quick.",
            ),
        ),
    ),
    Scene(
        18, "19:30", _answers(NADIA, "wrong", "That one cost me something. I am glad you saw it.")
    ),
    Scene(
        13,
        "20:40",
        _gives(
            NADIA,
            "rota",
            Words(
                "You took the Sunday shift with the children so that I could go to the choir.",
                "I sang for two hours and came home lighter.",
            ),
        ),
    ),
    Scene(12, "07:30", _takes_in(ELIAS, "rota")),
    Scene(
        8,
        "18:55",
        _gives(
            ELIAS,
            "laugh",
            Words(
                "Your impression of the neighbour's parrot, in the queue at the chemist.",
                "I laughed on the way home too.",
                "You notice what is funny without being unkind.",
            ),
        ),
    ),
    Scene(8, "20:10", _answers(NADIA, "laugh", "The parrot sends its regards.")),
    Scene(
        4,
        "19:20",
        _gives(
            NADIA,
            "invoice",
            Words(
                "You told me about the invoice the day it came.",
                "I could breathe out.",
                "You keep your word when it is awkward.",
            ),
        ),
    ),
    Scene(3, "21:30", _takes_in(ELIAS, "invoice")),
    Scene(
        1,
        "20:45",
        _gives(
            ELIAS,
            "mother",
            Words(
                "You rang my mother back.",
                "I had carried that call around with me all week.",
                "I know that it was not easy, and you did it without being asked.",
            ),
        ),
    ),
)

_ALONE: Final = (
    Scene(
        31,
        "22:15",
        _notes(
            ELIAS,
            "Not for saying yet",
            "When the door goes I hear my father leaving for the station. I know it is only the "
            "door. I would like to be able to say that one day.",
        ),
    ),
    Scene(
        27,
        "07:40",
        _notes(
            NADIA,
            "Said well, by Elias",
            "“I went quiet because I did not trust myself to be fair.”",
        ),
    ),
    Scene(
        16,
        "23:05",
        _notes(
            NADIA,
            "What steadied me",
            "The stairwell, the cold rail, counting the windows on the other side of the yard.",
        ),
    ),
    Scene(
        10,
        "21:20",
        _notes(
            ELIAS,
            "Three things I can ask for",
            "Ten minutes after I come in. Being told before a plan changes. A hand on the "
            "shoulder, without a reason.",
        ),
    ),
    Scene(
        2,
        "21:40",
        _notes(
            NADIA,
            "Before Thursday's session",
            "I would like to start with the summer, and not with the rota. Ask if we can slow "
            "down at the part where I stop listening.",
        ),
    ),
    Scene(
        1,
        "21:14",
        _drafts(
            NADIA,
            Words(
                "Got up on Saturday and let me sleep.",
                "I had patience left for the afternoon.",
            ),
        ),
    ),
)

STORY: Final = (*_BEGINNING, *_THANKS, *_ALONE, *talks(), *agreed())
