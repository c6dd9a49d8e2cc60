"""A job's process for tests: the first change of its order says how it behaves."""

import json
import os
import signal
import sys
import time
from pathlib import Path
from typing import Any

LINES = sys.stdin.buffer
ORDER: dict[str, Any] = {}
OUT = Path()
REPORT = (
    "<!doctype html><html lang=en><meta charset=utf-8><meta name=color-scheme content='light dark'>"
    "<title>Plan</title><h1>Week of 20 October</h1><p id=told>static</p>"
    "<script>document.getElementById('told').textContent = 'scripts run';</script>"
)
ROSTER = (
    "\ufeffagent,name,site,shift,day,skill,zone,start_local,end_local,start_utc,end_utc,breaks,"
    "breaks_utc,paid_hours\n"
    "a1,'=Åsa & मया <b>,kathmandu,early,2003-10-20,phone,Asia/Kathmandu,"
    "2003-10-20T06:15:00+05:45,2003-10-20T14:45:00+05:45,2003-10-20T00:30:00Z,"
    "2003-10-20T09:00:00Z,,,8\n"
)
COVERAGE = (
    "\ufeffqueue,start_local,start_utc,required,scheduled,short,over,contacts,service_level\n"
    "phone,2003-10-20T07:00:00-04:00,2003-10-20T11:00:00Z,12,13,0,1,96.4,0.84\n"
    "phone,2003-10-20T07:30:00-04:00,2003-10-20T11:30:00Z,0,0,0,0,0,\n"
)
CHANGES = (
    "\ufeffagent,name,site,day,kind,before,after,notice_hours,why\n"
    "a1,'=Åsa & मया <b>,kathmandu,2003-10-20,away,early 06:15-14:45 phone,off,14.3,away (sick)\n"
    "a2,Ben,kathmandu,2003-10-20,shift,off,early 06:15-14:45 phone,14.3,"
    "covers the early shift of Mon 20 Oct for Åsa\n"
)
FORECAST = (
    "\ufeffqueue,priority,start_local,start_utc,end_utc,mean,q10,q50,q80,q90,q95,model\n"
    "phone,,2003-10-20T07:00:00-04:00,2003-10-20T11:00:00Z,2003-10-20T11:30:00Z,"
    "96.4,84,96,105,109,113,day_level\n"
)
SUMMARY = {
    "format": 1,
    "name": "Northwind Cloud support",
    "week": {"first_day": "2003-10-20"},
    "currency": "USD",
    "figures": {
        "agents": 1,
        "paid_hours": 8.0,
        "cost": 160.0,
        "covered": 0.98,
        "short_hours": 12.5,
    },
    "solve": {"quality": "optimal", "gap": 0.0164},
    "queues": {"phone": "Phone line", "tickets": "\u062a\u0630\u0627\u0643\u0631"},
    "service": [{"queue": "phone", "day": "2003-10-20", "achieved": 0.84, "target": 0.8}],
    "simulation": {
        "weeks": 200,
        "confidence": 0.95,
        "certainty": None,
        "rounds": 1,
        "raised_hours": 12.5,
        "queues": [
            {
                "queue": "phone",
                "target": 0.8,
                "in_time": {"mean": 0.813, "low": 0.804, "high": 0.821},
                "formula": 0.84,
                "weeks_met": {"mean": 0.71, "low": 0.64, "high": 0.77},
                "verdict": "held",
                "reason": "",
            },
            {
                "queue": "tickets",
                "target": 0.99,
                "in_time": {"mean": 0.98969, "low": 0.98941, "high": 0.98997},
                "formula": 1.0,
                "weeks_met": {"mean": 0.44, "low": 0.37, "high": 0.51},
                "verdict": "missed",
                "reason": "3 agent-hours of what it needs could not be rostered, <b>in 6</b>",
            },
        ],
        "groups": [],
    },
    "shortfalls": [
        {
            "queue": "tickets",
            "hours": 2.0,
            "message": "\u062a\u0630\u0627\u0643\u0631: 1 agent short",
        }
    ],
    "floor_gaps": [
        {
            "floor": "lead",
            "title": "\u0633\u0631\u067e\u0631\u0633\u062a",
            "hours": 8.0,
            "when": "Sat 25 Oct 22:00-06:00",
            "message": "\u0633\u0631\u067e\u0631\u0633\u062a: nobody on duty",
        }
    ],
    "notes": [],
}


def say(**message: object) -> None:
    """Write one message of the protocol, a line of JSON."""
    sys.stdout.write(json.dumps(message) + "\n")
    sys.stdout.flush()


def progress(stage: str, done: float, text: str = "", **money: float) -> None:
    """Tell how far a stage is, `done` from 0 to 1; `money` holds objective and bound."""
    say(type="progress", stage=stage, done=done, text=text, **money)


def fail(code: str, message: str, **more: object) -> None:
    """End with an error: a stable code, a line for a person and what the kind adds."""
    say(type="failed", error={"code": code, "message": message, **more})


def finish(quality: str = "optimal") -> None:
    """Write every file of a result and say that all is done."""
    (OUT / "calendars").mkdir(parents=True, exist_ok=True)
    for name, text in {
        "report.html": REPORT,
        "roster.csv": ROSTER,
        "coverage.csv": COVERAGE,
        "forecast.csv": FORECAST,
        "hours.csv": "agent\n",
        "requirement.csv": "queue\n",
        "simulation.csv": "queue\n",
        "explanations.csv": "kind\n",
        "team.ics": "BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n",
        "calendars/a1.ics": "BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n",
        **({"changes.csv": CHANGES} if ORDER.get("replan") else {}),
        "plan.json": json.dumps({**SUMMARY, "order": ORDER}),
    }.items():
        (OUT / name).write_text(text, encoding="utf-8")
    progress("write", 1.0)
    result = {"quality": quality, "objective": 610.0, "bound": 600.0, "gap": 0.0164}
    say(type="done", result={**result, "runtime_s": 1.5})


def early_stages() -> None:
    """Start, and pass the stages before the roster."""
    weeks = ORDER["weeks"] or 1
    say(type="started", time_limit_s=ORDER["time_limit_s"] or 60, weeks=weeks)
    for stage in ("read", "forecast", "staffing"):
        progress(stage, 0.0)
        progress(stage, 1.0)


def quick() -> None:
    """Go through all stages at once and finish."""
    early_stages()
    progress("roster", 1.0, "objective 610", objective=610.0, bound=600.0)
    progress("judge", 1.0, "verifying: 200 of 200 weeks simulated")
    finish()


def solving() -> None:
    """Solves until it is told to stop, then writes what it has."""
    early_stages()
    progress("roster", 0.1, "looking for a first roster")
    text = "objective 640, within 6.2 % of the best possible"
    progress("roster", 0.4, text, objective=640.0, bound=600.0)
    if LINES.readline() == b"cancel\n":
        finish("cancelled")


def presolving() -> None:
    """Has no roster yet and hears nothing."""
    early_stages()
    progress("roster", 0.0, "looking for a first roster")
    while True:
        time.sleep(60)


def chatty() -> None:
    """Tell 500 steps, then wait for the cancel."""
    early_stages()
    for step in range(500):
        progress("roster", step / 500, f"step {step}")
    if LINES.readline() == b"cancel\n":
        finish("cancelled")


def crashing() -> None:
    """Die without a word."""
    os.kill(os.getpid(), signal.SIGKILL)


def crashing_once() -> None:
    """Die the first time, finish the second."""
    marker = OUT.parent / "crashed"
    if marker.exists():
        quick()
    else:
        marker.touch()
        crashing()


def hungry() -> None:
    """Die as a process does that gets no more memory."""
    sys.stderr.write("terminate called after throwing an instance of 'std::bad_alloc'\n")
    sys.stderr.flush()
    os.kill(os.getpid(), signal.SIGABRT)


def garbled() -> None:
    """Write a line that is no message, then hang."""
    sys.stdout.write("Presolving model with seed 7\n")
    sys.stdout.flush()
    time.sleep(60)


def flooding() -> None:
    """Write without an end and without a line."""
    while True:
        sys.stdout.write("x" * 65_536)


def lingering() -> None:
    """Say that all is done, and hang."""
    quick()
    time.sleep(60)


def endless() -> None:
    """Never come to an end."""
    early_stages()
    while True:
        time.sleep(60)


def rejecting() -> None:
    """Refuse the input, naming file, line and field."""
    problem = {
        "message": "weekly_hours is 400; use 0 to 168",
        "file": "agents.csv",
        "line": 7,
        "field": "weekly_hours",
        "value": "400",
        "code": "out_of_range",
    }
    fail("input_rejected", "agents.csv line 7: weekly_hours is 400", problems=[problem])


def infeasible() -> None:
    """Find that the rules leave no roster."""
    fail("infeasible", "the rules leave no roster", reasons=["two locks of a1 overlap"])


def too_slow() -> None:
    """Run out of time before a first roster."""
    fail("time_limit", "no roster was found in 60 s; give it more time")


if __name__ == "__main__":
    ORDER |= json.loads(LINES.readline())
    OUT = Path(ORDER["out"])
    first = ORDER["changes"][0] if ORDER["changes"] else "quick"
    globals()["quick" if "=" in first else first]()  # real changes are none of its business
