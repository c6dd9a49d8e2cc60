import pytest

from planner.errors import (
    ConflictError,
    InfeasibleError,
    InputError,
    Problem,
    RotacastError,
    TimeLimitError,
)


@pytest.mark.parametrize(
    ("problem", "text"),
    [
        (Problem("use 0 to 168"), "use 0 to 168"),
        (Problem("is empty", file="agents.csv"), "agents.csv: is empty"),
        (Problem("is empty", file="agents.csv", line=7), "agents.csv line 7: is empty"),
    ],
)
def test_a_problem_says_where_first(problem: Problem, text: str) -> None:
    assert str(problem) == text


def test_an_error_carries_every_problem_and_tells_the_first() -> None:
    problems = [Problem("is empty", file="a.csv", line=n) for n in (2, 3, 4)]
    assert str(InputError.of(problems)) == "a.csv line 2: is empty (and 2 more)"
    assert InputError.of(iter(problems)).problems == tuple(problems)
    assert str(InputError.of(problems[:1])) == "a.csv line 2: is empty"


def test_an_error_without_problems_is_one_itself() -> None:
    error = InputError("week is 13; use a date", code="not_a_date")
    assert error.problems == (Problem("week is 13; use a date", code="not_a_date"),)


def test_the_kinds_of_failure_are_apart() -> None:
    kinds = (InputError, InfeasibleError, TimeLimitError, ConflictError)
    assert all(issubclass(kind, RotacastError) for kind in kinds)
    assert not any(issubclass(a, b) for a in kinds for b in kinds if a is not b)
    assert issubclass(InputError, ValueError)
    assert InfeasibleError("no roster", ["rest", "hours"]).reasons == ("rest", "hours")
