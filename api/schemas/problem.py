"""Problem documents after RFC 9457."""

from pydantic import BaseModel, ConfigDict, Field


class DataError(BaseModel):
    """One thing wrong with an input: where, what was found, what would do."""

    file: str = Field(
        default="", description="file, or the part of the request: body, query, path, header"
    )
    row: int | None = Field(default=None, description="line, from 1, the header included")
    column: str = ""
    value: str | None = Field(
        default=None, description="what was found; never the client's own request"
    )
    code: str = Field(description="stable word for programs")
    message: str = Field(description="one line for a person")


class ProblemView(BaseModel):
    """Answer to a request that failed."""

    model_config = ConfigDict(
        json_schema_extra={
            "example": {
                "type": "urn:rotacast:problem:already_finished",
                "title": "Conflict",
                "status": 409,
                "detail": "job 5f0c2d8e has ended (succeeded)",
                "code": "already_finished",
                "request_id": "9b1c6a52e0f14d07",
            }
        }
    )

    type: str
    title: str
    status: int
    detail: str
    code: str = Field(description="stable word for programs")
    request_id: str = Field(description="number of the request in the service's log")
    errors: tuple[DataError, ...] | None = Field(default=None, description="the first hundred")
    errors_total: int | None = None
