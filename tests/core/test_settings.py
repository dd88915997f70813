"""The two ways to run, and the one sentence for an environment that describes neither."""

from pathlib import Path

import pytest

from app.settings import Settings, SettingsError, read_settings

PUBLIC = {"GOLDSEAM_ORIGIN": "https://goldseam.example", "GOLDSEAM_OPERATOR": "Robin and Kim"}


@pytest.fixture(autouse=True)
def _empty_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("HOST", "PORT", *(f"GOLDSEAM_{field.upper()}" for field in Settings.model_fields)):
        monkeypatch.delenv(name, raising=False)


def read(monkeypatch: pytest.MonkeyPatch, **environment: str) -> Settings:
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    return read_settings()


def refusal(monkeypatch: pytest.MonkeyPatch, **environment: str) -> str:
    with pytest.raises(SettingsError) as refused:
        read(monkeypatch, **environment)
    return str(refused.value)


def test_empty_environment_serves_the_person_at_this_computer(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    settings = read(monkeypatch)
    assert not settings.is_production
    assert settings.operator == "you, on this computer"
    assert (settings.signup, settings.api_pages) == ("open", True)
    assert (settings.host, settings.port) == ("127.0.0.1", 8000)
    assert settings.database_path == Path("data/goldseam.sqlite3")


def test_origin_makes_a_public_server_by_invitation_without_api_pages(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    settings = read(monkeypatch, **PUBLIC)
    assert settings.is_production
    assert settings.origin == "https://goldseam.example"
    assert (settings.operator, settings.signup) == ("Robin and Kim", "invitation")
    assert not settings.api_pages


def test_public_server_does_what_it_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    told = {
        "GOLDSEAM_SIGNUP": "open",
        "GOLDSEAM_API_PAGES": "1",
        "GOLDSEAM_DATA": "/var/lib/goldseam",
        "GOLDSEAM_BACKUP_DAYS": "7",
        "GOLDSEAM_TRUSTED_PROXIES": "10.0.0.1, 10.0.0.2",
        "GOLDSEAM_PUSH_SERVICES": "https://push.example, http://127.0.0.1:9000",
        "GOLDSEAM_PUSH_CONTACT": "mailto:host@goldseam.example",
        "HOST": "0.0.0.0",
        "PORT": "9000",
    }
    settings = read(monkeypatch, **PUBLIC, **told)
    assert (settings.signup, settings.api_pages, settings.backup_days) == ("open", True, 7)
    assert settings.key_path == Path("/var/lib/goldseam/goldseam.key")
    assert settings.trusted_proxies == ("10.0.0.1", "10.0.0.2")
    assert settings.push_services == ("https://push.example", "http://127.0.0.1:9000")
    assert settings.contact == "mailto:host@goldseam.example"
    assert (settings.host, settings.port) == ("0.0.0.0", 9000)


@pytest.mark.parametrize("operator", [{}, {"GOLDSEAM_OPERATOR": ""}, {"GOLDSEAM_OPERATOR": " "}])
def test_public_server_without_a_host_does_not_start(
    monkeypatch: pytest.MonkeyPatch, operator: dict[str, str]
) -> None:
    sentence = refusal(monkeypatch, GOLDSEAM_ORIGIN="https://goldseam.example", **operator)
    assert sentence == (
        "GOLDSEAM_OPERATOR must name who runs this server: people are told before they sign up."
    )


@pytest.mark.parametrize(
    "origin",
    [
        "http://goldseam.example",
        "goldseam.example",
        "https://",
        "https://goldseam.example/path",
        "https://goldseam.example?x",
        "https://name@goldseam.example",
    ],
)
def test_origin_that_is_no_bare_https_address_does_not_start(
    monkeypatch: pytest.MonkeyPatch, origin: str
) -> None:
    sentence = refusal(monkeypatch, **{**PUBLIC, "GOLDSEAM_ORIGIN": origin})
    assert sentence == (
        "GOLDSEAM_ORIGIN must be an https address without a path, such as https://goldseam.example."
    )


@pytest.mark.parametrize("origin", ["https://Goldseam.example", "https://goldseam.example/"])
def test_origin_is_written_as_browsers_send_it(
    monkeypatch: pytest.MonkeyPatch, origin: str
) -> None:
    settings = read(monkeypatch, **{**PUBLIC, "GOLDSEAM_ORIGIN": origin})
    assert settings.origin == "https://goldseam.example"


@pytest.mark.parametrize(
    "name, value",
    [
        ("PORT", "http"),
        ("PORT", "70000"),
        ("GOLDSEAM_SIGNUP", "closed"),
        ("GOLDSEAM_BACKUP_DAYS", "-1"),
        ("GOLDSEAM_API_PAGES", "perhaps"),
    ],
)
def test_variable_that_is_not_valid_is_named(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str
) -> None:
    sentence = refusal(monkeypatch, **{name: value})
    assert sentence.startswith(f"{name} is not valid: ")
    assert sentence.count(".") == 1


def test_push_services_are_told_the_origin_where_there_is_no_contact(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert read(monkeypatch).contact == "mailto:nobody@localhost"
    assert read(monkeypatch, **PUBLIC).contact == "https://goldseam.example"


@pytest.mark.parametrize(
    "name, value",
    [
        ("PUSH_SERVICES", "http://push.example"),
        ("PUSH_SERVICES", "https://push.example/path"),
        ("PUSH_SERVICES", "push.example"),
        ("PUSH_CONTACT", "host@goldseam.example"),
        ("PUSH_CONTACT", "http://goldseam.example"),
    ],
)
def test_push_setting_of_another_form_does_not_start(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str
) -> None:
    sentence = refusal(monkeypatch, **{f"GOLDSEAM_{name}": value})
    assert sentence.startswith(f"GOLDSEAM_{name} must be ")
