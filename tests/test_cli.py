"""The front door: the project's own environment, help, language, the last resort for errors, and docs/cli.md."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

import cli
from data.store import Store
from tests.commands.conftest import run

ROOT = Path(__file__).parents[1]


def as_program(
    *arguments: object, python: str = sys.executable, script: Path = ROOT / "cli.py", **settings: str
):
    """cli.py in a process of its own, as a person starts it."""
    environment = {**os.environ, **settings}
    command = [python, str(script), *(str(argument) for argument in arguments)]
    return subprocess.run(
        command, capture_output=True, encoding="utf-8", env=environment, timeout=120, check=False
    )


def python_outside() -> str:
    """The Python that .venv was made from: it lacks everything that .venv holds."""
    return str(Path(sys.base_prefix) / "bin" / f"python{sys.version_info.major}.{sys.version_info.minor}")


def test_a_fault_of_our_own_is_one_sentence_and_a_traceback_for_those_who_look(monkeypatch):
    monkeypatch.delenv("VEIKART_DEBUG", raising=False)

    def broken(self: Store) -> None:
        raise ZeroDivisionError("division by zero")

    monkeypatch.setattr(Store, "uploads", broken)
    result = run("uploads", "--store", "duckdb::memory:")
    assert result.exit_code == 2
    assert result.stderr == (
        "uploads failed: ZeroDivisionError: division by zero. "
        "This is a fault in Veikart; VEIKART_DEBUG=1 shows where.\n"
    )
    monkeypatch.setenv("VEIKART_DEBUG", "1")
    assert "Traceback" in run("uploads", "--store", "duckdb::memory:").stderr


def test_any_python_finds_the_projects_own_environment_from_any_directory(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    result = as_program("areas", "0301", "--store", "duckdb:none.duckdb", python=python_outside())
    assert result.returncode == 0, result.stderr
    assert result.stdout.splitlines()[1].startswith("NO-0301,NO,0301,Oslo,")


@pytest.mark.parametrize("is_begun", [False, True], ids=["no .venv", "a .venv without libraries"])
def test_without_its_environment_it_says_how_to_make_it(tmp_path, is_begun):
    (tmp_path / "cli.py").write_bytes((ROOT / "cli.py").read_bytes())
    if is_begun:
        subprocess.run([python_outside(), "-m", "venv", "--without-pip", str(tmp_path / ".venv")], check=True)
    result = as_program("uploads", python=python_outside(), script=tmp_path / "cli.py", PYTHONPATH="")
    assert (result.returncode, result.stdout) == (2, "")
    assert (
        result.stderr
        == "Veikart's own environment is not there yet: run make run or make test once, which makes .venv.\n"
    )


def test_help_names_every_command():
    result = as_program("--help")
    assert result.returncode == 0
    listed = [line.split()[0] for line in result.stdout.partition("Commands:\n")[2].splitlines() if line]
    documented = re.findall(r"^python cli\.py ([\w-]+)", documentation().partition("```\n\n")[0], flags=re.M)
    assert sorted(listed) == sorted(documented)


def test_help_waits_for_no_heavy_library():
    heavy = "{'duckdb', 'pandas', 'pyarrow', 'openpyxl', 'rich'}"
    code = f"import sys, cli; print(sorted({heavy} & set(sys.modules)))"
    result = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert result.stdout == "[]\n"


@pytest.mark.parametrize(
    ("settings", "language"),
    [
        ({}, "en"),
        ({"LANG": "C.UTF-8"}, "en"),
        ({"LANG": "nb_NO.UTF-8"}, "nb"),
        ({"LANG": "no_NO"}, "nb"),
        ({"LANG": "sv_SE.UTF-8", "VEIKART_LANG": "fi"}, "fi"),
        ({"LANG": "sv_SE.UTF-8", "VEIKART_LANG": "xx"}, "sv"),
    ],
)
def test_the_language_is_that_of_the_environment_if_we_know_it(settings, language):
    assert cli.language_of(settings) == language


def test_output_is_utf_8_whatever_the_terminal_says(tmp_path):
    command = [sys.executable, ROOT / "cli.py", "areas", "Herøy", "--store", f"duckdb:{tmp_path}/none.duckdb"]
    ascii_terminal = {**os.environ, "PYTHONIOENCODING": "ascii", "LC_ALL": "C"}
    result = subprocess.run(command, capture_output=True, check=True, env=ascii_terminal)
    assert "Herøy,,municipality,Møre og Romsdal" in result.stdout.decode("utf-8")


@pytest.mark.parametrize("theme", cli.THEMES, ids=lambda theme: theme.__name__)
def test_the_documentation_explains_every_column(theme):
    cells = [line.split("|")[1] for line in documentation().splitlines() if line.startswith("| ")]
    in_tables = {column.strip() for cell in cells for column in cell.split(",")}
    in_sentences = set(re.findall(r"`(\w+)` \((?:text|integer|number|boolean|date|time)\)", documentation()))
    written = [columns for name, columns in vars(theme).items() if name.isupper() and type(columns) is tuple]
    assert written
    assert set().union(*written) <= in_tables | in_sentences


def documentation() -> str:
    return (ROOT / "docs" / "cli.md").read_text(encoding="utf-8")
