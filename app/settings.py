"""Every variable of the server, its default and its reason.

`GOLDSEAM_ORIGIN` decides between the two ways to run: set, the server is public, speaks through
https and must name its host; unset, it serves the person at this computer over plain http.
"""

import re
from pathlib import Path
from typing import Annotated, Literal, Self
from urllib.parse import urlsplit

from pydantic import Field, ValidationError, field_validator, model_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

DATABASE_NAME = "goldseam.sqlite3"
KEY_NAME = "goldseam.key"
LOCK_NAME = "goldseam.lock"
LOCAL_OPERATOR = "you, on this computer"

_PUSH_SERVICE = re.compile(
    r"https://[a-z0-9.-]+(?::[0-9]{1,5})?|http://(?:127\.0\.0\.1|localhost)(?::[0-9]{1,5})?"
)
_CONTACT = re.compile(r"mailto:[^@\s]+@[A-Za-z0-9.-]+|https://[A-Za-z0-9.-]+(?::[0-9]{1,5})?/?")

SignUpMode = Literal["open", "invitation"]


class SettingsError(Exception):
    """The environment does not describe a server that may start. One sentence says why."""


class Settings(BaseSettings):
    """Read once at start, never changed afterwards."""

    model_config = SettingsConfigDict(
        env_prefix="GOLDSEAM_",
        env_ignore_empty=True,
        validate_by_name=True,
        frozen=True,
        extra="ignore",
    )

    # The address people type, for example https://goldseam.example. Set means production.
    origin: str | None = None
    # Who runs the server, in words a person recognises. Shown at sign-up and in Safety.
    operator: str = ""
    # Who may sign up. A public server is for people somebody invited, unless it says otherwise.
    signup: SignUpMode = "open"
    # The folder of everything that must be kept: database, key, lock.
    data: Path = Path("data")
    # How long copies of the database are kept; said to a person who deletes their account.
    backup_days: Annotated[int, Field(ge=0, le=3_650)] = 30
    # Addresses of reverse proxies whose X-Forwarded-For is believed. Rate limits need the truth.
    trusted_proxies: Annotated[tuple[str, ...], NoDecode] = ()
    # Push services beside those of the known browsers, as origins.
    push_services: Annotated[tuple[str, ...], NoDecode] = ()
    # Where a push service can reach the host, a mailto: or https: address. Unset: the origin.
    push_contact: str | None = None
    # /api/docs: useful beside the code, one door less in public.
    api_pages: bool = True
    # The built frontend.
    frontend: Path = Path("frontend/build")
    # Named without the prefix, as hosting services set them.
    host: str = Field(default="127.0.0.1", validation_alias="HOST")
    port: Annotated[int, Field(ge=0, le=65_535)] = Field(default=8_000, validation_alias="PORT")

    @field_validator("trusted_proxies", "push_services", mode="before")
    @classmethod
    def _split(cls, value: object) -> object:
        """`127.0.0.1, 10.0.0.0/8` as the environment writes a list."""
        if isinstance(value, str):
            return tuple(part.strip() for part in value.split(",") if part.strip())
        return value

    @field_validator("push_services")
    @classmethod
    def _check_push_services(cls, values: tuple[str, ...]) -> tuple[str, ...]:
        """Notes go over https, or to this computer (a push service under test)."""
        if not all(_PUSH_SERVICE.fullmatch(value) for value in values):
            raise ValueError(
                "GOLDSEAM_PUSH_SERVICES must be https origins without a path, "
                "such as https://push.example"
            )
        return values

    @field_validator("push_contact")
    @classmethod
    def _check_push_contact(cls, value: str | None) -> str | None:
        if value is not None and not _CONTACT.fullmatch(value):
            raise ValueError(
                "GOLDSEAM_PUSH_CONTACT must be a mailto: or https: address, "
                "such as mailto:host@goldseam.example"
            )
        return value

    @field_validator("origin")
    @classmethod
    def _check_origin(cls, value: str | None) -> str | None:
        if value is None:
            return None
        parts = urlsplit(value.removesuffix("/"))
        bare = not (parts.path or parts.query or parts.fragment or parts.username)
        if parts.scheme != "https" or not parts.hostname or not bare:
            raise ValueError(
                "GOLDSEAM_ORIGIN must be an https address without a path, "
                "such as https://goldseam.example"
            )
        return f"https://{parts.netloc.lower()}"

    @model_validator(mode="before")
    @classmethod
    def _defaults_of_the_two_ways(cls, values: dict[str, object]) -> dict[str, object]:
        """Locally open and named for you; in public by invitation and without API pages."""
        if values.get("origin"):
            return {"signup": "invitation", "api_pages": False, **values}
        return {"operator": LOCAL_OPERATOR, **values}

    @model_validator(mode="after")
    def _check_operator(self) -> Self:
        if not self.operator.strip():
            raise ValueError(
                "GOLDSEAM_OPERATOR must name who runs this server: "
                "people are told before they sign up"
            )
        return self

    @property
    def is_production(self) -> bool:
        """Public, behind https."""
        return self.origin is not None

    @property
    def contact(self) -> str:
        """What push services are told about who sends."""
        return self.push_contact or self.origin or "mailto:nobody@localhost"

    @property
    def database_path(self) -> Path:
        return self.data / DATABASE_NAME

    @property
    def database_url(self) -> str:
        return f"sqlite:///{self.database_path}"

    @property
    def key_path(self) -> Path:
        return self.data / KEY_NAME

    @property
    def lock_path(self) -> Path:
        return self.data / LOCK_NAME


def read_settings() -> Settings:
    """The settings of this process. Raises SettingsError with one sentence, never the values."""
    try:
        return Settings()
    except ValidationError as error:
        raise SettingsError(_sentence(error)) from None


def _sentence(error: ValidationError) -> str:
    first = error.errors(include_input=False, include_url=False)[0]
    if first["type"] == "value_error":
        return f"{first['ctx']['error']}."
    place = ".".join(str(part) for part in first["loc"]).upper()
    name = place if place in {"HOST", "PORT"} else f"GOLDSEAM_{place}"
    return f"{name} is not valid: {first['msg'][0].lower()}{first['msg'][1:]}."
