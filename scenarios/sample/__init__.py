"""The sample workspace: a support team that follows the sun; its calls are real, its people not."""

from importlib.resources import files
from pathlib import Path

import pandas as pd

from scenarios.new_workspace import write_new
from scenarios.sample.bank_calls import read_bank_calls, thin
from scenarios.sample.tickets import invent_contacts

FILES = (
    "README.md",
    "agents.csv",
    "time_off.csv",
    "preferences.csv",
    "availability.csv",
    "locks.csv",
    "last_week.csv",
    "rotacast.toml",
)

ONE_CALL_IN = 12
SEED = 2003


def write_sample(folder: Path) -> tuple[Path, ...]:
    """
    Make `folder` the sample workspace as `write_new` does; the same bytes every time.

    Raises
    ------
    InputError
        If the package with the real calls is not installed; nothing is written then.
    """
    contents = {"history.csv": sample_history().encode()}
    for name in FILES:
        source = files("scenarios.sample") / name
        if source.is_file():
            contents[name] = source.read_bytes()
    return write_new(folder, contents)


def sample_history() -> str:
    """Text of ``history.csv``: real calls on the bank's clock, invented contacts in UTC."""
    calls = thin(read_bank_calls(), ONE_CALL_IN, SEED)
    phone = pd.DataFrame(
        {
            "start": [stamp.isoformat(timespec="minutes") for stamp in calls.index],
            "queue": "phone",
            "priority": "",
            "offered": calls.to_numpy(),
        }
    )
    invented = invent_contacts(calls.index[0].date(), calls.index[-1].date(), SEED)
    invented["start"] = invented["start"].dt.strftime("%Y-%m-%dT%H:%MZ")
    return str(pd.concat([phone, invented]).to_csv(index=False, lineterminator="\n"))
