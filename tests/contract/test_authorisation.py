"""Every route and every message of the socket, for everybody who may ask (T9, T10, R5).

The rows are held against the application's own description: a new route or frame without a row
fails here.
"""

from collections.abc import Callable, Iterable, Iterator
from functools import partial
from pathlib import Path
from typing import get_args, get_type_hints

import pytest
from fastapi import APIRouter, FastAPI
from starlette.routing import BaseRoute

from app.core.migrate import migrate
from app.main import create_app
from app.realtime.protocol import parse_frame
from app.settings import Settings
from app.web.api_pages import describe
from tests.accounts.phone import Phone
from tests.conftest import FakeClock, running
from tests.contract.matrix import FRAMES, OWN, ROUTES, exchange, said, said_on_socket
from tests.contract.people import Role, Target, World, without_link
from tests.pairing.couple import seen

APART = {Role.NOBODY, Role.STRANGER, Role.FORMER, Role.REVOKED, Role.RECOVERING}
About = Callable[[World], Target]
# Who asks about what, having neither membership nor link: a shared space (to the former member:
# the one that they gave up), or a personal one.
OUTSIDE: dict[str, tuple[Role, About]] = {
    **{role.value: (role, partial(World.target, role=role)) for role in Role if role in APART},
    "nobody, of a personal space": (Role.NOBODY, World.personal),
    "stranger, of a personal space": (Role.STRANGER, World.personal),
    "partner, of a personal space": (Role.PARTNER, World.personal),
}
# The routes that are about something in their path.
ABOUT = [route for route in ROUTES if "{" in route]


@pytest.fixture(scope="module")
def own_app(tmp_path_factory: pytest.TempPathFactory) -> FastAPI:
    folder = tmp_path_factory.mktemp("authorisation")
    own = Settings(data=folder, frontend=folder / "none")
    migrate(own.database_url)
    return create_app(own, clock=FakeClock())


@pytest.fixture(scope="module")
def world(own_app: FastAPI) -> Iterator[World]:
    with running(own_app) as url:
        robin = Phone(url, own_app.state.clock)
        assert robin.sign_up().status_code == 201
        yield World(robin)
        robin.close()


def described(app: FastAPI) -> set[str]:
    """Every route that the API's own description names."""
    paths = describe(app)["paths"]
    return {f"{method.upper()} {path}" for path in paths for method in paths[path]}


def served(routes: Iterable[BaseRoute]) -> set[str]:
    """Every path with a route of its own, described or not, without the API's prefix."""
    paths: set[str] = set()
    for route in routes:
        inner: APIRouter | None = getattr(route, "original_router", None)
        if inner is None:
            paths.add(str(getattr(route, "path", route)).removeprefix("/api"))
        else:
            paths |= served(inner.routes)
    return paths


def frame_types() -> set[str]:
    """Every message that a socket takes, from the type that reads them."""
    models = get_args(get_type_hints(parse_frame)["return"])
    return {name for model in models for name in get_args(model.model_fields["type"].annotation)}


def test_every_route_has_a_row(own_app: FastAPI) -> None:
    assert described(own_app) == set(ROUTES)


def test_what_the_description_leaves_out_is_known(own_app: FastAPI) -> None:
    """The socket has rows of its own; the rest is nobody's: reports, and the API's own page."""
    described_paths = {route.split(" /api")[1] for route in ROUTES}
    left_out = served(own_app.routes) - described_paths
    assert left_out == {"/socket", "/reports", "/docs", "/docs/files", "/openapi.json"}


def test_every_message_of_the_socket_has_a_row() -> None:
    assert frame_types() == set(FRAMES)


def test_every_row_names_everybody() -> None:
    says = [*(row.says for row in ROUTES.values()), *(row.says for row in FRAMES.values())]
    assert [row for row in says if set(row) != set(Role)] == []


def test_new_route_is_noticed(tmp_path: Path) -> None:
    """The twin: an application with one route more."""
    app = create_app(Settings(data=tmp_path, frontend=tmp_path))
    more = APIRouter()
    more.add_api_route("/api/spaces/{space}/secrets", lambda space: space, methods=["GET"])
    app.include_router(more)
    assert described(app) - set(ROUTES) == {"GET /api/spaces/{space}/secrets"}


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("route", ROUTES)
def test_t10_route_answers_by_who_asks(world: World, route: str, role: Role) -> None:
    row = ROUTES[route]
    assert said(row.send(world, world.asker(role), world.target(role))) == row.says[role]


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("frame", FRAMES)
def test_t10_socket_answers_by_who_asks(world: World, frame: str, role: Role) -> None:
    row, asker = FRAMES[frame], world.asker(role)
    answered = exchange(asker.phone, row.write(asker, world.target(role)))
    assert said_on_socket(answered) == row.says[role]


@pytest.mark.parametrize("outside", OUTSIDE)
@pytest.mark.parametrize("route", ABOUT)
def test_t9_what_is_there_is_answered_like_what_is_not(
    world: World, route: str, outside: str
) -> None:
    """Byte for byte, headers too."""
    role, about = OUTSIDE[outside]
    row, asker = ROUTES[route], world.asker(role)
    there = row.send(world, asker, without_link(about(world)))
    assert seen(there) == seen(row.send(world, asker, world.nothing()))


@pytest.mark.parametrize("route", sorted(set(ABOUT) - OWN))
def test_who_may_see_it_is_answered_otherwise(world: World, route: str) -> None:
    """The twin: the same requests, from who has a place there and the link."""
    row = ROUTES[route]
    answers = [
        (row.send(world, asker, world.target(role)), row.send(world, asker, world.nothing()))
        for role in (Role.MEMBER, Role.PARTNER)
        for asker in [world.asker(role)]
    ]
    assert any(there.content != nothing.content for there, nothing in answers)


@pytest.mark.parametrize("outside", OUTSIDE)
@pytest.mark.parametrize("frame", FRAMES)
def test_t9_socket_tells_no_difference_either(world: World, frame: str, outside: str) -> None:
    role, about = OUTSIDE[outside]
    row, asker = FRAMES[frame], world.asker(role)
    there = exchange(asker.phone, row.write(asker, about(world)))
    assert there == exchange(asker.phone, row.write(asker, world.nothing()))
