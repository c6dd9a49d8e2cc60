"""Workers of a run side by side: the failure of one calls the others home."""

from collections.abc import Callable, Sequence
from threading import Thread

from solver.run import Run


def guarded(
    run: Run, task: Callable[[], None], failures: list[BaseException]
) -> Callable[[], None]:
    """The task, with its failure kept for another thread and everybody of the run called home."""

    def kept() -> None:
        try:
            task()
        except BaseException as failure:
            failures.append(failure)
            run.stop()

    return kept


def work_together(run: Run, tasks: Sequence[Callable[[], None]]) -> None:
    """Do tasks of a run side by side, until all are done; the first failure is raised then."""
    failures: list[BaseException] = []
    threads = [Thread(target=guarded(run, task, failures), daemon=True) for task in tasks]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if failures:
        raise failures[0]
