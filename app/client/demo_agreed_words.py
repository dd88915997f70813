"""The words of what Nadia and Elias agreed on, asked and kept for themselves."""

from typing import Final

PHONES: Final = {
    "title": "Phones at dinner",
    "what": "From seven until we clear the table, both phones stay in the hall with the sound off. "
    "If one of us is expecting something urgent, we say so before we sit down.",
    "why": "It is the one hour of the day that is ours.",
    "kept_looks_like": "Both phones lie in the bowl by the door before the first plate is on the "
    "table.",
    "if_missed": "Whoever notices says it once. The phone goes to the hall, and dinner goes on.",
}
CHANGED_PHONES: Final = PHONES | {
    "what": "From seven until half past eight, both phones stay in the hall with the sound off. "
    "On Tuesdays, when Elias is on call, the phone stays in the room, face down. If one of us is "
    "expecting something urgent, we say so before we sit down.",
    "reason": "I kept slipping out to check the rota and hiding it. I would rather it were in the "
    "open.",
}
MONEY: Final = {
    "title": "Money over €150",
    "what": "What costs more than 150 euros we mention before we buy it. A message is enough.",
    "kept_looks_like": "A line on the day, with the sum, and a yes or a question back.",
    "if_missed": "We look at the figures together that week.",
}
MORE_MONEY: Final = MONEY | {
    "what": "What costs more than 200 euros we mention before we buy it. A message is enough.",
    "reason": "Everything costs more since the spring.",
}
MONEY_APART: Final = MONEY | {
    "what": "What costs more than 150 euros we mention before we buy it. A message is enough. "
    "Tools for work I buy from my own account.",
    "reason": "The drill was for the workshop, and I felt like a boy with pocket money.",
}
PAUSE: Final = {
    "title": "When one of us says pause",
    "what": "We stop. Whoever said it names a time within a day, and comes back then.",
    "kept_looks_like": "A time is said before anybody leaves the room.",
    "if_missed": "A message that more time is needed.",
}
SATURDAY: Final = {
    "title": "Saturday mornings",
    "what": "One of us sleeps in, the other has the kitchen. We swap each week.",
}
VISITS: Final = {
    "title": "Visits by two yeses",
    "what": "Guests who stay the night need a yes from both of us, two days ahead.",
}
EXAM: Final = {
    "title": "Quiet evenings until the exam",
    "what": "From eight in the evening the living room is Nadia's to study in. The television "
    "stays off, and headphones are fine.",
    "kept_looks_like": "The door is shut at eight, and nobody has had to ask.",
}
LIST: Final = {
    "title": "The list on Sundays",
    "what": "On Sunday evening we write the shopping list together, at the table.",
}
KEYS: Final = {
    "title": "The key for my brother",
    "what": "My brother has a key, and rings before he uses it.",
}
MORNINGS: Final = {
    "title": "Before the news",
    "what": "Before either of us looks at a screen in the morning, we say how we slept.",
    "kept_looks_like": "One sentence each, still in the kitchen.",
    "if_missed": "We say it when we notice, also at noon.",
}
WORD_AHEAD: Final = {
    "title": "A word before the time we said",
    "what": "When I come home more than half an hour later than I said, I write before that time, "
    "with the new one.",
    "why": "I said “soon” too often last month, and you sat there with the food.",
    "kept_looks_like": "The message is there before the hour is over.",
    "if_missed": "I say so myself that evening, without being asked.",
}
LATE: Final = {
    "title": "Nothing heavy after ten",
    "what": "After ten in the evening I do not talk about money or about my mother.",
    "why": "I say things then that I do not mean, and I lie awake.",
    "kept_looks_like": "I write it down and say when I can talk about it.",
}
DESK: Final = {
    "title": "My desk",
    "what": "I leave my papers where they are, and I tidy them myself.",
}
CHANGED_DESK: Final = DESK | {
    "what": "I leave my papers where they are, and I tidy them myself. When guests come I clear "
    "the half by the window.",
}
GUESTS: Final = {
    "title": "No guests while I am on nights",
    "what": "In the two weeks of night shifts I do not have anybody over.",
}
SUNDAYS: Final = {
    "title": "Sundays at my mother's",
    "what": "Would you come along every second Sunday, for the coffee and not for the whole day?",
    "why": "It is easier for me to leave when we are two.",
}
WALK: Final = {
    "title": "A walk after work",
    "what": "Would you walk once round the park with me on Wednesdays, before we cook?",
}
BINS: Final = {
    "title": "The bins on Thursdays",
    "what": "Would you take the bins out on Thursdays, when I have the early shift?",
}
DANCING: Final = {
    "title": "The dancing class",
    "what": "Would you try one evening of the class with me, just to see?",
}
RADIO: Final = {
    "title": "The radio at breakfast",
    "what": "Would you leave the radio off until I have had my coffee?",
}
SISTER: Final = {
    "title": "How we talk about my sister",
    "what": "Neither of us repeats to her what the other said about her.",
}
