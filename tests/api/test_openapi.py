"""The description of the service: every route with summary, example and problem document."""

from pathlib import Path
from typing import Any

import pytest

from api.app import create_app

SPEC: dict[str, Any] = create_app(Path("/nowhere")).openapi()
ROUTES = [
    pytest.param(operation, id=f"{method} {path}")
    for path, methods in SPEC["paths"].items()
    for method, operation in methods.items()
]


def schema(found: dict[str, Any]) -> dict[str, Any]:
    name = found.get("$ref", "").rpartition("/")[2]
    target: dict[str, Any] = SPEC["components"]["schemas"][name] if name else found
    return target


@pytest.mark.parametrize("operation", ROUTES)
def test_a_route_says_what_it_does(operation: dict[str, Any]) -> None:
    assert operation["summary"]
    assert operation["description"]
    assert operation["tags"]


@pytest.mark.parametrize("operation", ROUTES)
def test_a_route_shows_its_answer(operation: dict[str, Any]) -> None:
    good = {code: found for code, found in operation["responses"].items() if code[0] == "2"}
    assert good
    for found in good.values():
        for kind, content in found["content"].items():
            shape = schema(content.get("schema", {}))
            shown = {"example", "examples"} & {*content, *shape}
            wrapped = "jobs" in shape.get("properties", {})
            assert shown or wrapped, kind
            assert kind != "application/json" or shape.get("properties"), kind


@pytest.mark.parametrize("operation", ROUTES)
def test_a_route_fails_with_problem_documents(operation: dict[str, Any]) -> None:
    for code in ("4XX", "5XX"):
        content = operation["responses"][code]["content"]
        assert set(content) == {"application/problem+json"}
        shape = schema(content["application/problem+json"]["schema"])
        assert {"type", "title", "status", "detail", "request_id"} <= set(shape["properties"])
        assert shape["example"]


@pytest.mark.parametrize("operation", ROUTES)
def test_a_parameter_is_described(operation: dict[str, Any]) -> None:
    for parameter in operation.get("parameters", []):
        assert parameter["description"], parameter["name"]


def test_every_reference_leads_somewhere() -> None:
    def references(part: Any) -> list[str]:
        if isinstance(part, dict):
            own = [part["$ref"]] if isinstance(part.get("$ref"), str) else []
            return own + [ref for value in part.values() for ref in references(value)]
        return [ref for value in part for ref in references(value)] if type(part) is list else []

    names = {ref.rpartition("/")[2] for ref in references(SPEC)}
    assert names <= set(SPEC["components"]["schemas"])
    assert "DataError" in names


def test_names_of_operations_are_unique() -> None:
    names = [op["operationId"] for methods in SPEC["paths"].values() for op in methods.values()]
    assert len(names) == len(set(names)) >= 15


def test_nothing_that_is_read_changes_anything() -> None:
    changing = [path for path, methods in SPEC["paths"].items() if set(methods) - {"get"}]
    jobs = ["/api/v1/jobs", "/api/v1/jobs/{job_id}/cancel", "/api/v1/replans"]
    asked = "/api/v1/validate"  # a body too large for an address, and nothing is kept
    assert changing == [*jobs, asked]
