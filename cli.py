"""The back door for scripts: what the pages do, from the command line; docs/cli.md describes it.

This is the door only: the project's own environment, the language, the last resort for errors. The commands
are in commands/, one module per theme. Data goes to standard output, sentences to standard error; exit
status 0 done, 1 problems in the input, 2 a wrong call. Heavy modules are imported by the command that needs
them, so that --help answers at once."""

import os
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent


def use_own_environment() -> None:
    """Run again with the project's own .venv, unless this is it already. Needs the standard library only."""
    own = ROOT / ".venv"
    if Path(sys.prefix).resolve() == own.resolve():
        return
    python = own / "bin" / "python"
    if not (python.exists() and (own / "pyvenv.cfg").exists()):
        sys.exit(_without_environment())
    os.execv(python, [str(python), str(Path(__file__).resolve()), *sys.argv[1:]])


def _without_environment() -> int:
    print(
        "Veikart's own environment is not there yet: run make run or make test once, which makes .venv.",
        file=sys.stderr,
    )
    return 2


if __name__ == "__main__":
    use_own_environment()

# ruff: noqa: E402  (what follows needs .venv)
import re
import traceback
from collections.abc import Mapping
from typing import Any

try:
    import typer
    from typer.core import TyperGroup

    from texts import LANGUAGES, N_, Text, _, set_language
except ModuleNotFoundError:
    if __name__ != "__main__" or os.environ.get("VEIKART_DEBUG"):
        raise
    sys.exit(_without_environment())


def language_of(environment: Mapping[str, str]) -> str:
    """The language that VEIKART_LANG or LANG names (nb_NO.UTF-8 is nb), if we know it; else English."""
    for name in ("VEIKART_LANG", "LANG"):
        code = re.split(r"[_.@-]", environment.get(name, "").lower())[0]
        code = {"no": "nb", "nn": "nb"}.get(code, code)
        if code in LANGUAGES:
            return code
    return "en"


if __name__ == "__main__":  # before the commands and their help, which is made at once
    set_language(language_of(os.environ))

from commands import (
    backup,
    boundaries,
    caller,
    carbon_budget,
    changes,
    climate_budget,
    comparison,
    datasets,
    exchange,
    figures,
    files,
    joint_need,
    mapping,
    material_exchange,
    plausibility,
    portfolio,
    principles,
    procurement,
    reference,
    report,
    reporting,
    targets,
    templates,
    trajectory,
    uploads,
    what_if,
    yearly_wheel,
)
from commands.options import FormatOption, StoreOption
from commands.output import refuse

THEMES = (
    files,
    mapping,
    templates,
    uploads,
    figures,
    trajectory,
    reference,
    targets,
    datasets,
    changes,
    plausibility,
    comparison,
    climate_budget,
    carbon_budget,
    portfolio,
    what_if,
    procurement,
    joint_need,
    material_exchange,
    principles,
    report,
    reporting,
    exchange,
    boundaries,
    yearly_wheel,
    backup,
)  # in the order of --help


class Commands(TyperGroup):
    """The commands, and the last resort for errors: one sentence and exit status 2 instead of a traceback."""

    def parse_args(self, ctx: typer.Context, args: list[str]) -> list[str]:  # type: ignore[override]
        caller.remember_arguments(args)
        return super().parse_args(ctx, args)

    def invoke(self, ctx: typer.Context) -> Any:  # type: ignore[override]
        try:
            return super().invoke(ctx)
        except (typer.TyperException, typer.Exit, typer.Abort, BrokenPipeError):
            raise
        except Exception as error:
            if caller.environment().get("VEIKART_DEBUG"):
                traceback.print_exc(file=caller.err())
            refuse(_sentence(error, ctx.invoked_subcommand or ""))


def _sentence(error: Exception, command: str) -> Text:
    """What an error says: its own text where one of our rooms raised it, else the system's words."""
    text = getattr(error, "text", None)
    if isinstance(text, Text):
        return text
    if isinstance(error, OSError):
        place = [caller.as_given(str(error.filename))] if error.filename else []
        return N_("{words}.", words=": ".join([command, *place, error.strerror or str(error)]))
    detail = " ".join(f"{type(error).__name__}: {error}".split())
    return N_(
        "{command} failed: {detail}. This is a fault in Veikart; VEIKART_DEBUG=1 shows where.",
        command=command,
        detail=detail,
    )


app = typer.Typer(
    cls=Commands,
    name="cli.py",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    help=_("Veikart on the command line; docs/cli.md describes every command, column and exit status."),
)
for theme in THEMES:
    for command in theme.app.registered_commands:
        if command.callback is not None:
            command.callback = caller.in_callers_folder(command.callback)
    app.add_typer(theme.app)


@app.callback()
def options_before(context: typer.Context, store: StoreOption = None, output: FormatOption = None) -> None:
    context.obj = {"store": store, "output": output}


if __name__ == "__main__":
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(encoding="utf-8", errors="backslashreplace")  # type: ignore[union-attr]
    app(prog_name="cli.py")
