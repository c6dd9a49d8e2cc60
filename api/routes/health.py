"""Whether the service answers."""

from typing import Literal

from fastapi import APIRouter
from pydantic import BaseModel, ConfigDict

router = APIRouter(tags=["service"])


class HealthView(BaseModel):
    """The service answers."""

    model_config = ConfigDict(json_schema_extra={"example": {"status": "ok"}})

    status: Literal["ok"] = "ok"


@router.get("/health", summary="Whether the service answers")
async def health() -> HealthView:
    """Answer at once, whatever jobs are doing."""
    return HealthView()
