"""Whether the prices of a contract are for what it sets, beyond its preset, and leave some rest."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from planner.contracts import WANTED, Contract
from planner.readers.reading import Findings
from scenarios.presets import PRESETS, law_of

if TYPE_CHECKING:
    from scenarios.setup import Setup

REST: Final = "min_rest_hours"
KEPT_BY_ALL: Final = {
    REST: 0,
    "rest_after_nights_hours": 0,
    "rest_after_on_call_hours": 0,
    "min_days_in_row": 1,
    "min_days_off_in_row": 1,
    "max_start_spread_hours": 24,
}
"""Values that ask for nothing, so that no roster could break them at a price."""


def check_prices(setup: "Setup", findings: Findings) -> None:
    """
    Tell prices of keys that a contract leaves at their default, and those never to be paid.

    Warn where a price leaves no rest between shifts that always holds.
    """
    for contract in setup.contracts.values():
        if contract.preset and contract.preset not in PRESETS:
            continue  # told already; what it would say is not known
        wrong = dict(_wrong(setup, contract))
        if REST in contract.prices and REST not in wrong and not law_of(contract.preset, REST):
            _warn_of_no_rest(setup, contract, findings)
        for key, message in wrong.items():
            findings.add(
                f"contract {contract.id}: prices holds {key}, {message}",
                line=setup.line("contract", contract.id, "prices", key),
                field=f"prices.{key}",
                value=f"{contract.prices[key]:g}",
                code="price_of_nothing",
            )


def _warn_of_no_rest(setup: "Setup", contract: Contract, findings: Findings) -> None:
    law = f"preset {contract.preset} asks for none" if contract.preset else "it has no preset"
    findings.add(
        f"contract {contract.id}: {REST} may be broken at a price and {law}, so that a shift "
        "may begin as soon as the one before ends; name a preset with a rest, such as eu-wtd, "
        "whose value then always holds",
        line=setup.line("contract", contract.id, "prices", REST),
        field=f"prices.{REST}",
        value=f"{contract.prices[REST]:g}",
        code="no_rest_holds",
        warning=True,
    )


def _wrong(setup: "Setup", contract: Contract) -> Iterator[tuple[str, str]]:
    """Keys whose price is wrong, and why."""
    for key in contract.prices:
        law, own = law_of(contract.preset, key), getattr(contract, key)
        is_set = ("contract", setup.declared["contract"][contract.id], key) in setup.lines
        remedy = f"ask for {'less' if key.startswith('max_') else 'more'}, or leave out its price"
        if law is None and not is_set:
            yield key, "which the contract does not set; set it too"
        elif own == KEPT_BY_ALL.get(key):
            yield key, f"but every roster keeps {own:g}; {remedy}"
        elif law is not None and key in WANTED and not _is_stricter(key, own, law.value):
            always = f"but the {law.value:g} of {contract.preset} ({law.article}) always holds"
            yield key, f"{always} and the contract's {own:g} is no stricter; {remedy}"


def _is_stricter(key: str, own: float, law: float) -> bool:
    """Whether a contract asks for more than the law: for less of what is a most."""
    return own < law if key.startswith("max_") else own > law
