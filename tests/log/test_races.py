"""Several writers at once: one place in the log is given once."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from app.core.errors import Refused
from app.log.canonical import head_of
from tests.log.conftest import Side
from tests.log.signing import Line, Member
from tests.log.world import Person, World

THREADS = 4


def _at_once(tasks: list[Callable[[], str]]) -> list[str]:
    barrier = Barrier(len(tasks))

    def run(task: Callable[[], str]) -> str:
        barrier.wait()
        return task()

    with ThreadPoolExecutor(len(tasks)) as pool:
        return list(pool.map(run, tasks))


def test_two_writers_on_one_head_exactly_one_wins(world: World, side: Side, partner: Side) -> None:
    def write(author: Side) -> Callable[[], str]:
        line = side.line.copy()
        sent = [line.put(author.member)]

        def post() -> str:
            try:
                return str(world.post(author.person, line, sent).status)
            except Refused as refused:
                return refused.code

        return post

    for _ in range(5):
        answers = _at_once([write(side), write(partner)])
        assert sorted(answers) == ["201", "head_moved"]
        page = world.page(side.line)
        side.line.seq, side.line.head = page.seq, page.head


def test_the_same_post_sent_twice_at_once_is_stored_once(world: World, side: Side) -> None:
    sent = [side.line.put(side.member)]

    def post() -> str:
        return str(world.post(side.person, side.line, sent).status)

    assert sorted(_at_once([post, post])) == ["200", "201"]
    assert world.page(side.line).seq == 2


def test_writers_who_sign_again_all_get_in_and_the_chain_holds(
    world: World, side: Side, partner: Side
) -> None:
    """Read to the head, sign, send: what a phone does after `head_moved`."""

    def keep_writing(person: Person, member: Member) -> Callable[[], str]:
        def write() -> str:
            for _ in range(3):
                _write_until_taken(world, side.line.copy(), person, member)
            return "done"

        return write

    writers = [(side.person, side.member), (partner.person, partner.member)] * (THREADS // 2)
    _at_once([keep_writing(person, member) for person, member in writers])
    page = world.page(side.line)
    assert page.seq == len(page.events) == 1 + 3 * THREADS
    assert len({row.event for row in page.events}) == page.seq
    assert page.head == head_of(page.events[-1].event, page.events[-1].sig)


def _write_until_taken(world: World, line: Line, person: Person, member: Member) -> None:
    while True:
        page = world.page(line)
        line.seq, line.head = page.seq, page.head
        try:
            world.post(person, line, [line.put(member)])
        except Refused as refused:
            if refused.code != "head_moved":
                raise
        else:
            return
