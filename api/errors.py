"""
Errors of the service, and the one place that turns errors into answers.

RotacastError                  (planner/errors.py)
├── NotFoundError              no such job, calendar or file (404)
├── ForbiddenError             a request that another site may have sent (403)
├── QueueFullError             too many jobs wait (429, with Retry-After)
├── StoppingError              the service is shutting down (503)
└── ConflictError              (409)
    ├── AlreadyFinishedError   the job has ended
    └── NotReadyError          the job has no roster to show, yet or ever

Every answer that is not a success is RFC 9457 ``application/problem+json``. Of what the client sent
it repeats only the part that is wrong, cut to 2,000 letters that can be written as JSON.
"""

import logging
from http import HTTPStatus

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException
from starlette.types import Scope

from api.schemas.problem import DataError, ProblemView
from planner.errors import (
    ConflictError,
    InfeasibleError,
    InputError,
    Problem,
    RotacastError,
    TimeLimitError,
)

logger = logging.getLogger(__name__)

MEDIA_TYPE = "application/problem+json"
MAX_ERRORS = 100


class NotFoundError(RotacastError):
    """There is no such thing."""


class ForbiddenError(RotacastError):
    """The request may come from another site than this service's own page."""


class QueueFullError(RotacastError):
    """As many jobs wait as may wait."""


class StoppingError(RotacastError):
    """The service is shutting down and takes no new work."""


class AlreadyFinishedError(ConflictError):
    """The job has ended, so it cannot be cancelled."""


class NotReadyError(ConflictError):
    """The job has no roster to show."""


class KeyReusedError(InputError):
    """An Idempotency-Key came again with another request."""


STATUS: tuple[tuple[type[RotacastError], int, str], ...] = (
    (NotFoundError, 404, "not_found"),
    (ForbiddenError, 403, "cross_site"),
    (QueueFullError, 429, "queue_full"),
    (StoppingError, 503, "stopping"),
    (AlreadyFinishedError, 409, "already_finished"),
    (NotReadyError, 409, "not_ready"),
    (ConflictError, 409, "conflict"),
    (KeyReusedError, 422, "idempotency_key_reused"),
    (InputError, 422, "input_rejected"),
    (InfeasibleError, 409, "infeasible"),
    (TimeLimitError, 504, "time_limit"),
)
"""Status and stable word of each class; the first that fits counts."""

HTTP_WORDS = {
    400: ("bad_request", "the body is not JSON, or holds a key twice, or NaN"),
    404: ("not_found", "there is no such thing"),
    405: ("method_not_allowed", "this cannot be done here; see the header Allow"),
    413: ("too_large", "the body is too large"),
}
"""Word and line for what the framework refuses."""


def install(app: FastAPI) -> None:
    """Let every error of `app` become a problem document."""
    app.add_exception_handler(RotacastError, _answer_own)
    app.add_exception_handler(RequestValidationError, _answer_invalid)
    app.add_exception_handler(HTTPException, _answer_http)


def problem(
    scope: Scope,
    status: int,
    code: str,
    detail: str,
    *,
    errors: tuple[DataError, ...] = (),
    headers: dict[str, str] | None = None,
) -> JSONResponse:
    """Answer with a problem document; `detail` is one line for a person."""
    body = ProblemView(
        type=f"urn:rotacast:problem:{code}",
        title=HTTPStatus(status).phrase,
        status=status,
        detail=_printable(detail),
        code=code,
        request_id=request_id(scope),
        errors=errors[:MAX_ERRORS] or None,
        errors_total=len(errors) or None,
    )
    return JSONResponse(
        body.model_dump(exclude_none=True), status, headers=headers, media_type=MEDIA_TYPE
    )


def unknown(scope: Scope, error: Exception) -> JSONResponse:
    """Answer to an error that nobody foresaw; the log has where, the client its number."""
    logger.error("request %s failed: %s", request_id(scope), place(error))
    return problem(
        scope, 500, "internal", "something went wrong inside; the log knows it by the request_id"
    )


def place(error: BaseException) -> str:
    """Class and place of an error; its message may hold people's data."""
    trace = error.__traceback__
    steps = []
    while trace is not None:
        code = trace.tb_frame.f_code
        steps.append(f"{code.co_filename.rsplit('/', 1)[-1]}:{trace.tb_lineno}")
        trace = trace.tb_next
    return f"{type(error).__name__} at {' > '.join(steps[-8:])}"


def request_id(scope: Scope) -> str:
    """Number of a request, given by `api.security`."""
    return str(scope.get("state", {}).get("request_id", ""))


def data_errors(problems: tuple[Problem, ...]) -> tuple[DataError, ...]:
    """Problems of an input as they are shown to programs."""
    return tuple(
        DataError(
            file=_printable(p.file),
            row=p.line,
            column=_printable(p.field),
            value=_printable(p.value),
            code=p.code,
            message=_printable(p.message),
        )
        for p in problems
    )


def _answer_own(request: Request, error: Exception) -> JSONResponse:
    status, code = next((s, c) for kind, s, c in STATUS if isinstance(error, kind))
    problems = error.problems if isinstance(error, InputError) else ()
    headers = {"Retry-After": "30"} if status in (429, 503) else None
    errors = data_errors(problems)
    return problem(request.scope, status, code, str(error), errors=errors, headers=headers)


def _answer_invalid(request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, RequestValidationError)
    found = tuple(
        DataError(
            file=str(one["loc"][0]),
            column=_printable(".".join(str(part) for part in one["loc"][1:])),
            code=str(one["type"]),
            message=_printable(str(one["msg"])),
        )
        for one in error.errors()
    )
    first = found[0]
    detail = f"{first.file} {first.column}".strip() + f": {first.message}"
    return problem(request.scope, 422, "request_invalid", detail, errors=found)


def _answer_http(request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, HTTPException)
    code, detail = HTTP_WORDS.get(error.status_code, ("http_error", "the request failed"))
    headers = dict(error.headers or {})
    return problem(request.scope, error.status_code, code, detail, headers=headers)


def _printable(text: str) -> str:
    return text[:2_000].encode("utf-8", "replace").decode()
