"""python bench/measure [PIECE...]: measures the pieces named, or all but `scale`, and appends them to the results."""

import sys
import time
import extract
import models
import queries
import results
import start
import writeback

PIECES = {
    "start": start.run,
    "parse": start.run_parse,
    "extract": extract.run,
    "write": writeback.run,
    "queries": queries.run,
    "models": models.run,
    "memory": models.run_memory,
}


def main():
    names = sys.argv[1:] or list(PIECES)
    unknown = [name for name in names if name not in PIECES]
    if unknown:
        sys.exit(f"unknown piece {' '.join(unknown)}; there are: {' '.join(PIECES)}")
    results.write_sitting(names)
    began = time.monotonic()
    failed = False
    for name in names:
        started = time.monotonic()
        try:
            PIECES[name]()
        except Exception as error:  # the others go on
            failed = True
            results.write(name, "piece", "bench", error=f"{type(error).__name__}: {error}"[:300])
        print(f"{name}: {time.monotonic() - started:.0f} s", flush=True)
    results.write_end(time.monotonic() - began)
    sys.exit(1 if failed else 0)


main()
