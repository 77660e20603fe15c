"""Keeps the catalogues in step with the code: `make texts`.

Every literal of `_()` and `N_()` in the product becomes an entry of every catalogue. A new text comes in empty, a
text that the code no longer has goes, a translation that stands stays. Entries are sorted by their English text
and name files without line numbers, so that a change of code changes few lines. Nothing is guessed from a
similar text. (Babel's own extractor misses a text inside another call's arguments: docs/adr/0011.)"""

import ast
import io
import sys
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "translations"
NOT_PRODUCT = {"tests", "benchmarks", "translations", "docs", "var", "__pycache__"}
MARKERS = ("_", "N_")
HEADER = r"""# `make texts` keeps the entries in step with the code; the words are yours: CONTRIBUTING.md, "A text".
msgid ""
msgstr ""
"Language: {language}\n"
"MIME-Version: 1.0\n"
"Content-Type: text/plain; charset=utf-8\n"
"Content-Transfer-Encoding: 8bit\n"

"""


def product_files(root: Path = ROOT) -> list[Path]:
    """Every Python file whose texts a user may read, in a stable order."""
    tops = [path for path in root.iterdir() if path.name[0] != "." and path.name not in NOT_PRODUCT]
    files = {file for top in tops for file in ([top] if top.suffix == ".py" else top.rglob("*.py"))}
    return sorted(files)


def marked_calls(path: Path) -> Iterator[ast.Call]:
    """The calls of `_()` and `N_()` in a file."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in MARKERS:
            yield node


def literals(node: ast.expr) -> list[str]:
    """The texts an argument may be: a literal (Python joins adjacent ones), or both branches of a choice."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return [node.value]
    return [*literals(node.body), *literals(node.orelse)] if isinstance(node, ast.IfExp) else []


def texts_in_code(root: Path = ROOT) -> dict[str, list[str]]:
    """Every text of the product, sorted, with the files it stands in."""
    found: dict[str, set[str]] = {}
    for path in product_files(root):
        for call in marked_calls(path):
            for text in literals(call.args[0]):
                found.setdefault(text, set()).add(path.relative_to(root).as_posix())
    return {text: sorted(found[text]) for text in sorted(found)}


def catalogue_paths(folder: Path = FOLDER) -> dict[str, Path]:
    """Language code → catalogue, of every language that has one (it may still be empty)."""
    return {path.parent.name: path for path in sorted(folder.glob("*/veikart.po"))}


def read(path: Path) -> Catalog:
    """A catalogue as it stands. Raises PoFileError where it is no catalogue."""
    with path.open("rb") as file:
        return read_po(file, locale=path.parent.name, abort_invalid=True)


def renewed(before: Catalog, texts: dict[str, list[str]]) -> Catalog:
    """A catalogue of exactly these texts, with the translations and the translator's remarks it had."""
    after = Catalog(locale=before.locale)
    for text, files in texts.items():
        known = before.get(text)
        entry = after.add(
            text,
            string=known.string if known and not known.fuzzy else "",
            locations=[(file, 0) for file in files],
            user_comments=known.user_comments if known else (),
        )
        entry.flags.discard("python-format")  # a percent sign is no place; our places stand in {braces}
    return after


def as_file(catalogue: Catalog, language: str) -> bytes:
    """A catalogue as bytes: one line per text, so that it is found by searching."""
    entries = io.BytesIO()
    write_po(entries, catalogue, width=0, omit_header=True, ignore_obsolete=True, include_lineno=False)
    return HEADER.format(language=language).encode() + entries.getvalue().rstrip() + b"\n"


def without_translation(catalogue: Catalog) -> list[str]:
    """The texts that a catalogue does not say yet."""
    return [str(entry.id) for entry in catalogue if entry.id and not entry.string]


def renew(path: Path, texts: dict[str, list[str]]) -> str:
    """Bring one catalogue into step with the code. Returns what it holds now, in a sentence."""
    language = path.parent.name
    catalogue = renewed(read(path), texts)
    content = as_file(catalogue, language)
    if content != path.read_bytes():
        path.write_bytes(content)
    return f"{language}: {len(texts)} texts, {len(without_translation(catalogue))} without translation"


if __name__ == "__main__":
    in_code = texts_in_code()
    for catalogue_path in catalogue_paths().values():
        sys.stdout.write(f"{renew(catalogue_path, in_code)}\n")
