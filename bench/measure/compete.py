"""Lets several tools do one piece of work in turns, so that all of them see the same machine."""

import os
import sys
from dataclasses import dataclass
from typing import Callable
import results
from process import once
from sockets import counted

REPETITIONS = int(os.environ.get("RUNS", "0"))


@dataclass
class Contestant:
    tool: str
    # makes the job anew for each run: a function or a Command
    job: Callable
    # repetitions where one run is long; None: those of the work
    runs: int | None = None
    # undoes and prepares before each run, not timed
    before: Callable = lambda: None
    # looks at the value of a run and at what it left behind, not timed: True, False, or None for what cannot be seen
    right: Callable = lambda value: None
    # bytes are counted in a run of their own
    fetches: bool = False
    # more figures from the value of the last run
    figures: Callable = lambda value: {}
    # what the page has to say of it
    note: str | None = None


def compete(piece, work, contestants, runs=3):
    """One line of results for each contestant. One that fails is told of and the others go on."""
    states = [_State(piece, work, one, _repetitions(one.runs or runs)) for one in contestants]
    for state in states:
        state.count()
    for turn in range(max(state.runs for state in states)):
        for state in states:
            if turn < state.runs:
                state.take_turn()
    for state in states:
        state.tell()


def _repetitions(wanted):
    return min(REPETITIONS, wanted) if REPETITIONS else wanted


class _State:
    def __init__(self, piece, work, contestant, runs):
        self.piece, self.work, self.one, self.runs = piece, work, contestant, runs
        self.taken, self.fetched, self.wrong, self.seen, self.error = [], {}, False, False, None
        self.figures = {}

    def count(self):
        if not self.one.fetches:
            return
        with counted() as counter:
            self._run(keep=False)
            bytes_ = counter.read()
        self.fetched = {"fetched_mb": round((bytes_["pg"] + bytes_["my"]) / 1e6, 1)}

    def take_turn(self):
        if self.error is None:
            self._run(keep=True)

    def _run(self, keep):
        try:
            self.one.before()
            run = once(self.one.job())
            right = self.one.right(run.value)
            self.figures = self.one.figures(run.value)
        except Exception as error:
            self.error = str(error)
            print(f"{self.one.tool}: {error}", file=sys.stderr, flush=True)
            return
        self.seen = self.seen or right is not None
        self.wrong = self.wrong or right is False
        if keep:
            self.taken.append(run)

    def tell(self):
        known = {**self.figures, **self.fetched, "note": self.one.note}
        if self.error is not None or not self.taken:
            results.write(self.piece, self.work, self.one.tool, error=self.error or "not run", **known)
            return
        right = None if not self.seen else not self.wrong
        results.write_runs(self.piece, self.work, self.one.tool, self.taken, right=right, **known)

