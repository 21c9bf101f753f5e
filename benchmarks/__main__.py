"""Every benchmark in a process of its own: `python -m benchmarks [NAME …]`. Ends with 1 when a bound is missed."""

import subprocess
import sys

NAMES = ["paper", "xlsx", "year", "signup", "sessions", "grouping", "facts", "returns"]
ONE = """
import importlib, sys
module = importlib.import_module(f"benchmarks.bench_{sys.argv[1]}")
print(module.__doc__, flush=True)
result = module.run()
for name, value in result.items():
    print(f"{name}: {value}", flush=True)
sys.exit(0 if result["holds"] else 1)
"""


def main(names: list[str]) -> int:
    if unknown := set(names) - set(NAMES):
        print(f"no benchmark {', '.join(sorted(unknown))}; there are: {', '.join(NAMES)}", file=sys.stderr)
        return 2
    missed = []
    for name in names or NAMES:
        print(f"== {name}", flush=True)
        # A process of its own: memory that one has used must not count for the next.
        if subprocess.run([sys.executable, "-c", ONE, name], check=False).returncode:
            missed.append(name)
    if missed:
        print(f"bounds missed: {', '.join(missed)}", file=sys.stderr)
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
