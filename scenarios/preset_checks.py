"""Whether contracts and breaks of shifts keep to the law of the preset that a contract names."""

from typing import Final

from planner.contracts import WANTED, Contract
from planner.people import Agent
from planner.readers.reading import Findings
from planner.shifts import ShiftTemplate, paid_part
from scenarios.presets import PRESETS, Preset, PresetValue, preset
from scenarios.setup import Setup
from scenarios.shift_checks import worked_minutes

MORE_IS_STRICTER: Final = (
    "min_rest_hours",
    "min_weekly_rest_hours",
    "min_days_off",
    "overtime_premium",
)


def check_presets(setup: Setup, agents: tuple[Agent, ...], findings: Findings) -> None:
    """Warn of keys weaker than the preset's, and of shifts with shorter breaks than it asks for."""
    told: set[tuple[str, str]] = set()
    for contract in setup.contracts.values():
        if contract.preset not in PRESETS:
            continue
        law = preset(contract.preset)
        for value in law.values:
            _check_value(contract, value, setup, findings)
        sites = {agent.site for agent in agents if agent.contract == contract.id}
        for template in setup.templates.values():
            is_theirs = sites & set(template.sites) and (law.id, template.family) not in told
            if is_theirs and _is_short_of_breaks(template, law, setup, findings):
                told.add((law.id, template.family))


def _check_value(contract: Contract, value: PresetValue, setup: Setup, findings: Findings) -> None:
    if value.key in WANTED and value.key in contract.prices:
        return  # the preset's value still holds, see `rostering.wanted.banned`
    own = getattr(contract, value.key)
    more = value.key in MORE_IS_STRICTER
    is_weaker = own < value.value if more else own > value.value
    if is_weaker or value.key in contract.prices:
        what = "may be broken at a price" if not is_weaker else f"is {own:g}"
        findings.add(
            f"contract {contract.id}: {value.key} {what}, but {contract.preset} says "
            f"{value.value:g} ({value.article}); make sure that yours holds",
            line=setup.line("contract", contract.id, value.key),
            field=value.key,
            value=f"{own:g}",
            code="weaker_than_preset",
            warning=True,
        )


def _is_short_of_breaks(
    template: ShiftTemplate, law: Preset, setup: Setup, findings: Findings
) -> bool:
    """Whether a shift has less breaks than the law asks for, which is told."""
    rest = sum(b.minutes for b in template.breaks)
    worked = paid_part(worked_minutes(template), template.paid_share)
    due = [rule for rule in law.breaks if rule.is_due(worked)]
    asked = max(due, key=lambda rule: rule.minutes, default=None)
    is_short = asked is not None and rest < asked.minutes
    if asked is not None and is_short:
        findings.add(
            f"shift {template.id} has {rest} minutes of breaks in {worked / 60:g} paid "
            f"hours, but {law.id} asks for {asked.minutes} ({asked.article}); add to breaks",
            line=setup.line("shift", template.id, "breaks"),
            field="breaks",
            value=str(rest),
            code="breaks_too_short",
            warning=True,
        )
    return is_short
