"""
What the service and a job's process say to each other: one JSON object a line.

To the process: one order, then perhaps ``cancel``; when its input ends, so does it.
From the process: ``started``, any number of ``progress``, and one last ``done`` or ``failed``.
"""

from datetime import date
from typing import Annotated, Literal

from pydantic import BaseModel, Field, TypeAdapter, ValidationError

from api.jobs.job import JobError, ReplanRequest, Result
from scenarios.progress import STAGES, StageProgress

MAX_LINE_BYTES = 262_144
CANCEL = b"cancel\n"

Number = Annotated[float, Field(allow_inf_nan=False)]


class ProtocolError(Exception):
    """A job's process said something that is no message."""


class Order(BaseModel):
    """What the process is to plan, and where to write."""

    folder: str
    out: str
    week: date | None = None
    seed: int | None = None
    time_limit_s: float | None = None
    changes: tuple[str, ...] = ()
    replan: ReplanRequest | None = None
    weeks: int | None = None


class Started(BaseModel):
    """The process knows its time limit and how many weeks it plans, from order or workspace."""

    type: Literal["started"] = "started"
    time_limit_s: Annotated[Number, Field(gt=0, le=86_400)]
    weeks: Annotated[int, Field(ge=1, le=13)] = 1


class Progressed(BaseModel):
    """A moment of the run."""

    type: Literal["progress"] = "progress"
    stage: str = Field(pattern="^(" + "|".join(STAGES) + ")$")
    done: Annotated[Number, Field(ge=0, le=1)]
    text: str = Field("", max_length=500)
    objective: Number | None = None
    bound: Number | None = None

    def moment(self) -> StageProgress:
        """The same as the pipeline says it."""
        return StageProgress(self.stage, self.done, self.text, self.objective, self.bound)


class Done(BaseModel):
    """All files are written."""

    type: Literal["done"] = "done"
    result: Result


class Failed(BaseModel):
    """There will be no files."""

    type: Literal["failed"] = "failed"
    error: JobError


Message = Started | Progressed | Done | Failed
_MESSAGE: TypeAdapter[Message] = TypeAdapter(Annotated[Message, Field(discriminator="type")])


def encoded(message: BaseModel) -> bytes:
    """Message as a line."""
    return message.model_dump_json().encode() + b"\n"


def decoded(line: bytes) -> Message:
    """
    Message of a line.

    Raises
    ------
    ProtocolError
        If it is none.
    """
    try:
        return _MESSAGE.validate_json(line)
    except ValidationError:
        raise ProtocolError(f"a line of {len(line)} bytes is no message") from None
