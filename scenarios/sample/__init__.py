"""The sample workspace: a support team that follows the sun; its calls are real, its people not."""

from importlib.resources import files
from pathlib import Path

import pandas as pd

from planner.errors import ConflictError
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
    Make `folder` the sample workspace; the same bytes every time.

    Returns
    -------
    tuple[Path, ...]
        The files written. ``rotacast.toml`` comes last: a folder that has one is complete.

    Raises
    ------
    ConflictError
        If the folder already holds a ``rotacast.toml``.
    InputError
        If the package with the real calls is not installed; nothing is written then.
    """
    if (folder / "rotacast.toml").exists():
        raise ConflictError(
            f"{folder} already holds a rotacast.toml; choose another folder or remove that file"
        )
    history = sample_history()
    folder.mkdir(parents=True, exist_ok=True)
    written = [folder / "history.csv"]
    written[0].write_text(history, encoding="utf-8", newline="\n")
    for name in FILES:
        source = files("scenarios.sample") / name
        if source.is_file():
            written.append(folder / name)
            written[-1].write_bytes(source.read_bytes())
    return tuple(written)


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
