"""Forecasts kept in the workspace, read for programs; the heavy parts only when asked for."""

from pathlib import Path

from api.errors import NotFoundError
from api.results import Row, rows_of
from api.schemas.forecasts import KeptForecastView, VersionsView, VersionView


def kept_forecasts(out: Path) -> VersionsView:
    """Every version below the output folder, the newest first."""
    from scenarios.forecasts.versions import list_versions  # heavy: the service answers before

    found, problems = list_versions(out)
    views = tuple(VersionView.model_validate(version) for version in found)
    return VersionsView(forecasts=views, unreadable=tuple(p.value for p in problems))


def kept_forecast(out: Path, name: str) -> KeptForecastView:
    """
    A version with its numbers.

    Raises
    ------
    NotFoundError
        If no version has this name.
    InputError
        If a file of it is damaged.
    """
    from planner.errors import InputError
    from scenarios.forecasts.versions import FOLDER, find_version, read_version

    try:
        version = find_version(out, name)
        read_version(out, version)  # refuses what was changed
    except InputError as error:
        if error.problems[0].code in ("unknown_version", "no_version"):
            raise NotFoundError("there is no such forecast") from None
        found = error.problems[0].value
        raise InputError(f"forecast {found} is damaged or was changed; restore it") from None
    folder = out / FOLDER / version.version
    slots, totals = (rows_of(folder / f"{part}.csv") for part in ("forecast", "forecast_days"))
    return _view(VersionView.model_validate(version), slots, totals)


def _view(version: VersionView, slots: list[Row], totals: list[Row]) -> KeptForecastView:
    return KeptForecastView.model_validate({"forecast": version, "slots": slots, "totals": totals})
