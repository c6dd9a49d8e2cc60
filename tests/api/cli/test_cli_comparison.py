"""The table of scenarios: service by formula beside what simulated weeks say of it."""

import io
from dataclasses import replace

from rich.console import Console

from api.cli.comparison import print_comparison
from scenarios.compare import Outcome, summary
from scenarios.plan import Plan, UnkeptTerm
from tests.big_plan_fixture import big_plan
from tests.judgement_fixture import judged


def printed(*outcomes: Outcome) -> str:
    console = Console(file=io.StringIO(), width=120)
    print_comparison(console, outcomes)
    assert isinstance(console.file, io.StringIO)
    return console.file.getvalue()


def row(text: str, name: str) -> list[str]:
    line = next(line for line in text.splitlines() if f" {name} " in line)
    return [cell.strip() for cell in line.strip("│ ").split("│")][1:]


def certain(plan: Plan) -> Plan:
    assert plan.judgement is not None
    return replace(plan, judgement=replace(plan.judgement, certainty=0.9))


def test_simulated_level_interval_and_verdict_stand_below_the_formula() -> None:
    plan = judged(big_plan(12))
    text = printed(Outcome("as it is", plan), Outcome("certainty=90%", certain(plan)))
    first, second = plan.inputs.queues[0].id, plan.inputs.queues[1].id
    assert len(set(row(text, f"{first} simulated"))) == 1
    assert row(text, f"{first} promise") == ["held", "held, 90 % of weeks"]
    assert row(text, f"{second} promise") == ["MISSED", "MISSED, 90 % of weeks"]
    low, high = row(text, f"{first} interval")[0].split(" to ")
    assert float(low) < float(row(text, f"{first} simulated")[0].rstrip("%")) < float(high)
    assert "200 weeks a scenario" in text
    assert text.count("The promise is") == 2


def test_a_promise_that_is_missed_says_why_and_what_corrections_did() -> None:
    plan = judged(big_plan(12))
    assert plan.judgement is not None
    missed = next(q for q in plan.judgement.queues if q.verdict == "missed")
    never = replace(plan, judgement=replace(plan.judgement, rounds=0, raised_hours=0.0))
    text = printed(Outcome("as it is", plan), Outcome("aht=+5%", never))
    title = plan.inputs.queue(missed.queue).title
    assert missed.reason
    assert f"aht=+5%: {title} MISSED, {missed.reason}" in text
    assert "aht=+5%: The first roster was kept: no correction made it hold more." in text


def test_nothing_is_said_of_simulation_where_there_was_none() -> None:
    plan = big_plan(12)
    text = printed(Outcome("as it is", plan))
    assert "simulated" not in text
    assert "Simulated" not in text
    assert summary(Outcome("as it is", plan))["simulation"] is None


def test_a_scenario_without_a_roster_keeps_its_column() -> None:
    plan = judged(big_plan(12))
    text = printed(Outcome("as it is", plan), Outcome("agents=-90", None, "nobody is left"))
    queue = plan.inputs.queues[0].id
    assert row(text, f"{queue} promise")[1] == "-"
    assert row(text, f"{queue} simulated")[1] == "-"
    assert "agents=-90: no roster, nobody is left" in text


def test_many_scenarios_keep_their_labels_and_every_figure() -> None:
    plan = judged(big_plan(12))
    names = [f"queue.phone.patience_s={i}00" for i in range(1, 12)]
    text = printed(Outcome("as it is", plan), *(Outcome(name, plan) for name in names))
    text = text.partition("Simulated:")[0]
    tables = text.count("agents rostered")
    assert tables > 1
    assert text.count("as it is") == tables
    assert text.count("patience_s=") == len(names)
    queue = plan.inputs.queues[0].id
    intervals = [line for line in text.splitlines() if f"{queue} interval" in line]
    assert sum(line.count(" to ") for line in intervals) == len(names) + tables
    assert max(map(len, text.splitlines()[1:20])) <= 120


def test_the_price_of_terms_not_kept_stands_beside_the_others_where_there_is_any() -> None:
    plan = big_plan(12)
    term = UnkeptTerm("a1", "Ann", None, "max_hours", "41 paid hours", 1234.0)
    figures = replace(plan.figures, unkept_money=1234.0)
    dear = replace(plan, unkept_terms=(term,), figures=figures)
    text = printed(Outcome("as it is", plan), Outcome("volume=+10%", dear))
    assert row(text, "price of terms not kept") == ["0", "1,234"]
    assert "price of terms" not in printed(Outcome("as it is", plan))
