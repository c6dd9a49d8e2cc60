"""Real times by contact, as means of half-hours or hours; they lie beside the project."""

from collections.abc import Callable, Mapping

import numpy as np
import pandas as pd

from forecasting.base import Horizon
from forecasting.handling_base import HandlingSeries
from tests.benchmarks.histories import DATA

A_DAY_S = 86_400


def bank_contacts(service: str | None = None) -> pd.DataFrame:
    """Every call of a bank's month that an agent handled: `at` (wall clock) and `seconds`."""
    calls = pd.read_csv(DATA / "il_bank_feb1999_calls.csv.gz", parse_dates=["arrived"])
    calls = calls[(calls["outcome"] == "AGENT") & (calls["handle_s"] > 0)]
    if service is not None:
        calls = calls[calls["service_type"] == service]
    return pd.DataFrame({"at": calls["arrived"], "seconds": calls["handle_s"].astype(float)})


def bank(service: str | None = None, minutes: int = 30) -> HandlingSeries:
    """The bank's calls, all or of one service."""
    name = "il_bank" if service is None else f"il_bank {service}"
    return _series(name, bank_contacts(service), "Asia/Jerusalem", minutes)


def servicenow() -> HandlingSeries:
    """Tickets resolved within a day of being opened: elapsed and not handling time, long tails."""
    table = pd.read_csv(
        DATA / "servicenow_incidents.csv.gz", parse_dates=["opened_at", "resolved_at"]
    )
    seconds = (table["resolved_at"] - table["opened_at"]).dt.total_seconds()
    known = seconds.between(1, A_DAY_S)
    contacts = pd.DataFrame({"at": table["opened_at"][known], "seconds": seconds[known]})
    return _series("servicenow, elapsed", contacts, "America/Sao_Paulo", 60)


def helpdesk() -> HandlingSeries:
    """Tickets resolved within a day of being taken in charge: elapsed and not handling time."""
    table = pd.read_csv(DATA / "helpdesk_it_software.csv.gz")
    begun, done = (pd.to_datetime(table[name]) for name in ("taken_in_charge", "resolved"))
    seconds = (done - begun).dt.total_seconds()
    known = seconds.between(1, A_DAY_S)
    contacts = pd.DataFrame({"at": begun[known], "seconds": seconds[known]})
    return _series("helpdesk, elapsed", contacts, "Europe/Rome", 60)


REAL: Mapping[str, Callable[[], HandlingSeries]] = {
    "il_bank": bank,
    "il_bank PS": lambda: bank("PS"),
    "il_bank NW": lambda: bank("NW"),
    "il_bank NE": lambda: bank("NE"),
    "il_bank IN": lambda: bank("IN"),
    "servicenow, elapsed": servicenow,
    "helpdesk, elapsed": helpdesk,
}


def _series(name: str, contacts: pd.DataFrame, zone: str, minutes: int) -> HandlingSeries:
    """Means by slot; times that the clock skips or doubles are read as the later one."""
    at = contacts["at"].dt.tz_localize(zone, ambiguous=False, nonexistent="shift_forward")
    slot = at.dt.tz_convert("UTC").dt.floor(f"{minutes}min")
    first, last = slot.min().normalize(), slot.max().normalize() + pd.Timedelta(days=1)
    grid = pd.date_range(first, last, freq=f"{minutes}min", inclusive="left")
    found = contacts["seconds"].groupby(slot).agg(["mean", "size"]).reindex(grid)
    slots = Horizon(
        stamps=grid.tz_localize(None).to_numpy("datetime64[s]"),
        is_open=np.ones(len(grid), bool),
        minutes=minutes,
        zone=zone,
    )
    return HandlingSeries(
        name,
        slots,
        found["mean"].to_numpy(np.float64),
        found["size"].fillna(0).to_numpy(np.float64),
    )
