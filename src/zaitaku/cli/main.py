"""`zaitaku …`: one thin module per command. Exit code 0: done; 1: refused or found something; 2: wrong call."""

import argparse
import importlib
import json
import sys
from types import ModuleType
from typing import Any

COMMANDS = {
    "serve": "serve",
    "load-example": "load_example",
    "load-synthetic": "load_synthetic",
    "plan": "plan",
    "figures": "figures",
    "trace": "trace",
    "paper": "paper",
    "check": "check",
    "snapshot": "snapshot",
    "rollup": "rollup",
    "invite": "invite",
    "audit": "audit",
    "work": "work",
    "backup": "backup",
    "restore": "restore",
}


class Refused(Exception):
    """What a command tells the person on standard error before it ends with exit code 1."""


def main(argv: list[str] | None = None) -> int:
    """Parse the call, run the command, and turn refusals into a line on standard error."""
    parser = _parser(argv if argv is not None else sys.argv[1:])
    options = parser.parse_args(argv)
    _set_up()
    if options.command != "restore":  # which looks for itself at what it would overwrite
        _make_tables()
    from django.core.exceptions import ValidationError
    from django.db import DatabaseError

    try:
        return int(options.run(options))
    except (Refused, ValidationError, OSError, DatabaseError) as refusal:
        print(f"zaitaku: {refusal}", file=sys.stderr)
        return 1


def show(options: argparse.Namespace, data: Any, text: str) -> None:
    """The answer on standard output: JSON when asked for, words otherwise."""
    print(json.dumps(data, ensure_ascii=False, indent=2) if options.json else text)


def _parser(argv: list[str]) -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="zaitaku", description=__doc__.split(".")[0] + ".")
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    for name, module_name in COMMANDS.items():
        module = importlib.import_module(f"zaitaku.cli.{module_name}")
        _add(commands, name, module)
    return parser


def _add(commands: Any, name: str, module: ModuleType) -> None:
    """A command's help is its module's docstring: first line what it does, then an example."""
    head, _, rest = (module.__doc__ or "").partition("\n")
    command = commands.add_parser(
        name, help=head, description=head, epilog=rest.strip(), formatter_class=argparse.RawDescriptionHelpFormatter
    )
    if not any(action.dest == "json" for action in command._actions):
        command.add_argument("--json", action="store_true", help="answer in JSON")
    module.add_arguments(command)
    command.set_defaults(run=module.run)


def _set_up() -> None:
    import os

    import django
    from django.apps import apps

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "zaitaku.config.settings")
    if not apps.ready:  # a second time would send the log to wherever standard error goes just now
        django.setup()


def _make_tables() -> None:
    """A data folder that is used for the first time gets its tables, whichever command comes first."""
    from django.core.management import call_command
    from django.db import connection

    if "django_migrations" not in connection.introspection.table_names():
        call_command("migrate", verbosity=0)
