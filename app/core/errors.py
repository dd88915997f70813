"""What the server says when it will not: `{"code", "detail"?}` and a status, nothing else.

Rules, services and routes raise `Refused`; one handler turns it into an answer. No answer ever
repeats what was sent, so that a mistyped field cannot carry somebody's words into a log.
"""

from collections.abc import Mapping

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from pydantic import BaseModel, Field
from starlette.exceptions import HTTPException

# A rule's refusal (weak_key, not_author, stale …) is 422; only the codes below stand elsewhere.
RULE_STATUS = 422
STATUS: Mapping[str, int] = {
    "malformed": 400,
    "signed_out": 401,
    "revoked": 401,
    "no_match": 401,
    "wrong_origin": 403,
    "invitation_needed": 403,
    "recovery_only": 403,
    "not_found": 404,
    "method_not_allowed": 405,
    "head_moved": 409,
    "id_used": 409,
    "clock": 409,
    "vault_moved": 409,
    "frozen": 409,
    "told": 409,
    "claimed": 409,
    "own_invitation": 409,
    "open": 409,
    "login_taken": 409,
    "too_large": 413,
    "upgrade": 426,
    "slow_down": 429,
    "server": 500,
}
_CODE_OF_STATUS = {404: "not_found", 405: "method_not_allowed", 413: "too_large"}


class Problem(BaseModel):
    """The body of every answer that is not a success."""

    code: str = Field(description="what was refused, for programs", examples=["malformed"])
    detail: str | None = Field(default=None, description="a hint for whoever builds a client")


class Refused(Exception):  # noqa: N818 - the protocol's own word for it
    """Nothing was changed, and this is why.

    `status` follows from the code; a route states it only where one code has two (a wrong
    passphrase is 401 at the door and 403 inside).
    """

    def __init__(
        self,
        code: str,
        detail: str | None = None,
        *,
        status: int | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(code)
        self.code = code
        self.detail = detail
        self.status = status if status is not None else STATUS.get(code, RULE_STATUS)
        self.headers = dict(headers or {})

    def body(self) -> dict[str, str]:
        """`{code}` or `{code, detail}`, as it goes over HTTP and into a socket's frame."""
        if self.detail is None:
            return {"code": self.code}
        return {"code": self.code, "detail": self.detail}


def slow_down(retry_after_ms: int) -> Refused:
    """429 with `Retry-After` in whole seconds, at least one."""
    seconds = max(1, -(-retry_after_ms // 1_000))
    return Refused("slow_down", headers={"Retry-After": str(seconds)})


def answer(refused: Refused) -> JSONResponse:
    """The refusal as an HTTP answer."""
    headers = {"Cache-Control": "no-store", **refused.headers}
    return JSONResponse(refused.body(), refused.status, headers)


def responses(*codes: str | int) -> dict[int | str, dict[str, object]]:
    """What a route declares in the API pages: every status it can refuse with."""
    statuses = {code if isinstance(code, int) else STATUS.get(code, RULE_STATUS) for code in codes}
    return {status: {"model": Problem} for status in sorted(statuses)}


def install(app: FastAPI) -> None:
    """Give `app` the handlers, so that every refusal has the one shape.

    What nobody foresaw is answered by the guard (`app/core/guard.py`).
    """

    @app.exception_handler(Refused)
    def _refused(_request: Request, error: Refused) -> JSONResponse:
        return answer(error)

    @app.exception_handler(RequestValidationError)
    def _malformed(_request: Request, _error: RequestValidationError) -> JSONResponse:
        return answer(Refused("malformed"))

    @app.exception_handler(HTTPException)
    def _http(_request: Request, error: HTTPException) -> JSONResponse:
        code = _CODE_OF_STATUS.get(error.status_code, "malformed")
        return answer(Refused(code, status=error.status_code, headers=error.headers))
