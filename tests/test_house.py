"""The house holds: who imports whom, what lies where, and every dependency with its reason."""

import ast
import re
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]

ROOMS = {
    "texts": set(),
    "data": {"texts"},
    "metrics": {"data", "texts"},
    "loaders": {"data", "texts"},
    "charts": {"texts"},
    "sentences": {"data", "metrics", "charts", "texts"},
    "ui": {"data", "metrics", "charts", "sentences", "texts"},
    "pages": {"data", "metrics", "loaders", "charts", "sentences", "ui", "report", "texts"},
    "app": {"data", "metrics", "loaders", "charts", "sentences", "ui", "report", "pages", "texts"},
    "report": {"data", "metrics", "loaders", "charts", "sentences", "texts"},
    "api": {"data", "metrics", "loaders", "charts", "sentences", "report", "texts"},
    "cli": {"data", "metrics", "loaders", "charts", "sentences", "report", "commands", "texts"},
    "commands": {"data", "metrics", "loaders", "charts", "sentences", "report", "texts"},
    "server": {"data", "metrics", "loaders", "charts", "sentences", "report", "commands", "cli", "texts"},
}
ONLY_IN = {"streamlit": {"app", "server", "pages", "ui"}, "duckdb": {"data"}}
NEVER = {"plotly.express"}

FILES = {
    "app.py", "server.py", "cli.py", "texts.py", "requirements.txt", "requirements-dev.txt", "pyproject.toml",
    "Makefile", "CHANGELOG.md", "CONTRIBUTING.md", "README.md", "LICENSE", ".gitignore",
}  # fmt: skip
FOLDERS = {
    "pages",
    "commands",
    "ui",
    "charts",
    "sentences",
    "metrics",
    "loaders",
    "report",
    "data",
    "tests",
    "benchmarks",
    "docs",
    "translations",
    ".streamlit",
    ".ci",
}
LATER = {"api"}
IMPORTED_AS = {"docx": "python-docx"}  # packages whose import has another name
MADE_BY_TOOLS = {".git", ".venv", "var", ".pytest_cache", ".ruff_cache", ".mypy_cache", "__pycache__"}
BANNED_NAMES = {
    "utils",
    "util",
    "helpers",
    "helper",
    "manager",
    "managers",
    "misc",
    "common",
    "locale",
    "data2",
}
PRODUCT_FILES = sorted(
    path for room in ROOMS for path in (ROOT / f"{room}.py", *(ROOT / room).rglob("*.py")) if path.exists()
)


@cache
def imported_modules(path: Path) -> frozenset[str]:
    """Dotted names of every module a file imports, wherever it stands; `from a import b` gives a and a.b."""
    return frozenset(_imports(ast.parse(path.read_text(encoding="utf-8")), path))


def _imports(tree: ast.Module, path: Path) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = _absolute(node, path)
            yield base
            yield from (f"{base}.{alias.name}" for alias in node.names)
        elif isinstance(node, ast.Call) and _called_name(node) in ("import_module", "__import__"):
            names = (argument.value for argument in node.args[:1] if isinstance(argument, ast.Constant))
            yield from (name for name in names if isinstance(name, str))


def _absolute(node: ast.ImportFrom, path: Path) -> str:
    if not node.level:
        return node.module or ""
    folder = path.relative_to(ROOT).parts[: -node.level]
    return ".".join([*folder, *([node.module] if node.module else [])])


def _called_name(call: ast.Call) -> str:
    return call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")


def room_of(path: Path) -> str:
    return path.relative_to(ROOT).parts[0].removesuffix(".py")


def top_levels(path: Path) -> set[str]:
    return {name.partition(".")[0] for name in imported_modules(path)} - {""}


def pins(file_name: str, *, is_direct: bool) -> dict[str, str]:
    """Package → version of a requirements file: the direct ones, or those they bring along."""
    direct, _, brought = (ROOT / file_name).read_text(encoding="utf-8").partition("# Brought along")
    lines = (direct if is_direct else brought).splitlines()
    return dict(line.split("==") for line in lines if "==" in line and not line.startswith("#"))


def files_under(path: Path) -> list[Path]:
    return [path] if path.is_file() else [found for found in path.rglob("*") if found.is_file()]


def normalised(package: str) -> str:
    return re.sub(r"[-_.]+", "-", package).lower()


@pytest.mark.parametrize("path", PRODUCT_FILES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_a_room_imports_only_the_rooms_it_may(path):
    room = room_of(path)
    assert top_levels(path) & ROOMS.keys() <= ROOMS[room] | {room}


def drawn_arrows() -> set[tuple[str, str]]:
    """The arrows between rooms in the picture of docs/architecture.md."""
    page = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
    picture = page.partition("```mermaid")[2].partition("```")[0]
    return set(re.findall(r"^ *(\w+)(?:\[[^\]]*\])? --> (\w+)", picture, flags=re.MULTILINE))


def behind(room: str, arrows: set[tuple[str, str]]) -> set[str]:
    """Every room that arrows lead to from a room."""
    found: set[str] = set()
    ahead = {room}
    while ahead:
        ahead = {there for here, there in arrows if here in ahead} - found
        found |= ahead
    return found


@pytest.mark.parametrize("room", sorted(ROOMS.keys() - {"api"}))
def test_the_picture_of_the_rooms_shows_what_each_may_import(room):
    assert behind(room, drawn_arrows()) == ROOMS[room]


@pytest.mark.parametrize("package", ONLY_IN)
def test_a_restricted_package_is_imported_only_where_it_belongs(package):
    importers = {room_of(path) for path in PRODUCT_FILES if package in top_levels(path)}
    assert importers <= ONLY_IN[package]


def test_nothing_imports_a_page_or_the_app():
    importers = {path.name for path in PRODUCT_FILES if top_levels(path) & {"pages", "app"}}
    assert importers == set()


def test_charts_are_made_without_plotly_express():
    # express costs 15 to 24 ms a figure, graph_objects 1 ms
    importers = {path.name for path in PRODUCT_FILES if imported_modules(path) & NEVER}
    assert importers == set()


def test_the_product_never_imports_its_tests_or_benchmarks():
    importers = {path.name for path in PRODUCT_FILES if top_levels(path) & {"tests", "benchmarks"}}
    assert importers == set()


def test_every_file_and_folder_of_the_design_is_there():
    missing = {name for name in FILES | FOLDERS if not (ROOT / name).exists()}
    assert missing == set()


def test_nothing_else_lies_at_the_top():
    found = {path.name for path in ROOT.iterdir() if path.name[0] != "." or path.name in FILES | FOLDERS}
    assert found - FILES - FOLDERS - LATER - MADE_BY_TOOLS == set()


def test_every_room_with_modules_is_a_package_except_the_page_scripts():
    rooms = FOLDERS & ROOMS.keys() - {"pages"}
    without = {room for room in rooms if not (ROOT / room / "__init__.py").exists()}
    assert without == set()


def test_no_module_hides_behind_a_name_that_says_nothing_or_shadows_python():
    names = {part.removesuffix(".py") for path in PRODUCT_FILES for part in path.relative_to(ROOT).parts}
    assert names & BANNED_NAMES == set()


def test_our_modules_at_the_top_shadow_nothing_of_the_standard_library():
    ours = {path.stem for path in ROOT.iterdir() if path.is_dir() or path.suffix == ".py"}
    assert ours & set(sys.stdlib_module_names) == set()


def test_every_import_from_outside_is_a_direct_requirement():
    direct = {normalised(package) for package in pins("requirements.txt", is_direct=True)}
    imported = {name for path in PRODUCT_FILES for name in top_levels(path)}
    outside = imported - ROOMS.keys() - set(sys.stdlib_module_names)
    assert {normalised(IMPORTED_AS.get(name, name)) for name in outside} - direct == set()


@pytest.mark.parametrize("file_name", ["requirements.txt", "requirements-dev.txt"])
def test_every_requirement_is_pinned_to_one_version(file_name):
    lines = (ROOT / file_name).read_text(encoding="utf-8").splitlines()
    pinned = [line for line in lines if line and line[0] != "#"]
    loose = [line for line in pinned if not re.fullmatch(r"[\w.-]+==[\w.]+|-r requirements\.txt", line)]
    assert loose == []


@pytest.mark.parametrize(
    ("heading", "file_name"), [("To run", "requirements.txt"), ("To test", "requirements-dev.txt")]
)
def test_every_direct_requirement_has_its_reason_and_no_reason_is_left_over(heading, file_name):
    page = (ROOT / "docs" / "dependencies.md").read_text(encoding="utf-8")
    section = next(part for part in page.split("\n## ") if part.startswith(heading))
    reasons = {match[1] for match in re.finditer(r"^\| ([a-z][\w.-]*) \|", section, flags=re.MULTILINE)}
    assert reasons == set(pins(file_name, is_direct=True))


def test_streamlit_is_pinned_to_the_version_that_adr_0001_speaks_of():
    adr = (ROOT / "docs" / "adr" / "0001-pages-folder-and-addresses.md").read_text(encoding="utf-8")
    assert f"streamlit {pins('requirements.txt', is_direct=True)['streamlit']}" in adr


def test_decisions_are_numbered_without_gaps_or_repeats():
    numbers = sorted(int(path.name[:4]) for path in (ROOT / "docs" / "adr").glob("*.md"))
    assert numbers == list(range(1, len(numbers) + 1))


def test_every_make_target_is_described():
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    public = re.search(r"^\.PHONY: (.+)$", makefile, flags=re.MULTILINE)[1].split()
    described = set(re.findall(r"^([a-z-]+):.*## \w", makefile, flags=re.MULTILINE))
    assert set(public) - described == set()


def test_the_project_names_no_folder_of_anybodys_machine():
    places = re.compile(r"(?<![\w.])/(?:home|Users|root|work)/\w+")
    suffixes = {".py", ".md", ".toml", ".txt"}
    files = (
        path for folder in ROOT.iterdir() if folder.name not in MADE_BY_TOOLS for path in files_under(folder)
    )
    texts = {path: path.read_text(encoding="utf-8") for path in files if path.suffix in suffixes}
    named = {path.name for path, text in texts.items() if path != Path(__file__) and places.search(text)}
    assert named == set()
