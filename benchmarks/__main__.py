"""Every benchmark after another: `python -m benchmarks [NAME …]`. Ends with 1 when a bound is missed."""

import importlib
import sys

NAMES = ["paper", "xlsx", "year"]


def main(names: list[str]) -> int:
    missed = []
    for name in names or NAMES:
        print(f"== {name}", flush=True)
        result = importlib.import_module(f"benchmarks.bench_{name}").run()
        for key, value in result.items():
            print(f"{key}: {value}", flush=True)
        if not result.get("holds", False):
            missed.append(name)
    if missed:
        print(f"bounds missed: {', '.join(missed)}", file=sys.stderr)
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
