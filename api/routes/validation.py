"""Rosters held against the rules; nothing is planned or kept."""

from fastapi import APIRouter

from api.routes.parts import Readings
from api.schemas.validation import RosterOrder, ValidationView, validation_view
from api.strict import StrictRoute

router = APIRouter(prefix="/api/v1", tags=["workspace"], route_class=StrictRoute)


@router.post("/validate", summary="Hold a roster against every rule")
def validate_roster(order: RosterOrder, readings: Readings) -> ValidationView:
    """Check a roster made by hand; slips of the text are 422, broken rules are the answer."""
    from api.validation import validated  # heavy: the service answers before

    inputs = readings.inputs().over_weeks(order.weeks)
    return validation_view(*validated(inputs, order.roster, order.week))
