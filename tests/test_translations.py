"""Every text of the product in Norwegian bokmål and Swedish: none missing, none left over, no place changed."""

import ast
from collections import defaultdict
from collections.abc import Mapping
from pathlib import Path
from string import Formatter

import pytest

from data.tables import TABLES
from texts import LANGUAGES, Text, spellings
from translations import catalogues

COMPLETE = ("nb", "sv")
SHOWN = 40  # missing texts that a failure lists per language
ENDS = ".?!:;,…"
PATHS = catalogues.catalogue_paths()
IN_CODE = catalogues.texts_in_code()


def entries(language: str) -> dict[str, str]:
    """English text → translation, in the order of the file."""
    return {str(entry.id): str(entry.string) for entry in catalogues.read(PATHS[language]) if entry.id}


def places(text: str) -> set[tuple[str, str | None, str | None]]:
    """Name, format and conversion of every {place}."""
    return {
        (name, form, conversion) for _, name, form, conversion in Formatter().parse(text) if name is not None
    }


def edges(text: str) -> tuple[str, str, str]:
    """The spaces before and after, and the mark that ends the sentence."""
    inner = text.strip()
    before, after = text[: len(text) - len(text.lstrip())], text[len(text.rstrip()) :]
    return before, after, inner[-1:] if inner[-1:] in ENDS else ""


def is_glued(argument: ast.expr) -> bool:
    """Whether a text is made while the program runs, so that no translator can see it."""
    if isinstance(argument, ast.Call) and isinstance(argument.func, ast.Attribute):
        return argument.func.attr in ("format", "join", "replace", "lower", "upper", "capitalize")
    return isinstance(argument, ast.JoinedStr | ast.BinOp)


def place_of(path: Path, node: ast.AST) -> str:
    return f"{path.relative_to(catalogues.ROOT).as_posix()}:{node.lineno}"


def test_norwegian_and_swedish_are_there_and_every_folder_is_a_known_language():
    assert set(COMPLETE) <= set(PATHS) <= set(LANGUAGES) - {"en"}


@pytest.mark.parametrize("language", PATHS)
def test_every_text_of_the_product_is_translated(language: str):
    known = entries(language)
    missing = [text for text in IN_CODE if not known.get(text)]
    listed = "\n".join(f"  {IN_CODE[text][0]}: {text}" for text in missing[:SHOWN])
    more = f"\n  and {len(missing) - SHOWN} more" if len(missing) > SHOWN else ""
    assert not missing, f"{language}: {len(missing)} texts without translation\n{listed}{more}"


@pytest.mark.parametrize("language", PATHS)
def test_no_translation_is_left_over_from_a_text_that_is_gone(language: str):
    unused = [text for text in entries(language) if text not in IN_CODE]
    assert unused == [], f"{language}: run `make texts`"


@pytest.mark.parametrize("language", PATHS)
def test_a_translation_has_the_places_of_its_text_in_the_same_format(language: str):
    changed = {
        text: words for text, words in entries(language).items() if words and places(text) != places(words)
    }
    assert changed == {}


@pytest.mark.parametrize("language", PATHS)
def test_a_sentence_stays_a_sentence_with_the_spaces_and_the_end_it_has(language: str):
    changed = {
        text: words for text, words in entries(language).items() if words and edges(text) != edges(words)
    }
    assert changed == {}


@pytest.mark.parametrize("language", PATHS)
def test_a_catalogue_is_written_as_make_texts_writes_it(language: str):
    # sorted by the English text, files without line numbers, nothing fuzzy
    path = PATHS[language]
    in_order = list(entries(language))
    assert in_order == sorted(in_order)
    assert not [entry.id for entry in catalogues.read(path) if entry.id and entry.fuzzy]
    files = {
        entry.id: [file for file, _line in entry.locations] for entry in catalogues.read(path) if entry.id
    }
    as_it_should_be = catalogues.renewed(catalogues.read(path), files)
    assert path.read_bytes() == catalogues.as_file(as_it_should_be, language)


def test_no_text_is_glued_while_the_program_runs():
    glued = [
        place_of(path, call)
        for path in catalogues.product_files()
        for call in catalogues.marked_calls(path)
        if is_glued(call.args[0])
    ]
    assert glued == []


def test_an_inner_room_marks_only_literals():
    # N_(name) would be a text that nobody can extract
    unmarked = [
        place_of(path, call)
        for path in catalogues.product_files()
        for call in catalogues.marked_calls(path)
        if call.func.id == "N_" and not catalogues.literals(call.args[0])
    ]
    assert unmarked == []


def test_a_literal_text_is_made_by_its_marker_and_never_by_its_class():
    made = [
        place_of(path, node)
        for path in catalogues.product_files()
        if path.name != "texts.py"
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "Text"
        if node.args and any(catalogues.literals(node.args[0]))
    ]
    assert made == []


# ── Words that a workbook is recognised by ──────────────────────────────────────────────────────────────────


def ambiguous(meanings: Mapping[str, Text]) -> dict[str, set[str]]:
    """Words that mean two things, in one language or across languages: a reader of workbooks cannot tell which."""
    meant: dict[str, set[str]] = defaultdict(set)
    for key, text in meanings.items():
        for spelling in spellings(text):
            meant[spelling.casefold()].add(key)
    return {word: keys for word, keys in meant.items() if len(keys) > 1}


@pytest.mark.parametrize("table", TABLES.values(), ids=lambda table: table.name)
def test_a_heading_means_one_column_of_its_table_in_whatever_language(table):
    assert ambiguous({column.name: column.title for column in table.columns}) == {}


@pytest.mark.parametrize("table", TABLES.values(), ids=lambda table: table.name)
def test_a_word_of_a_list_means_one_code_in_whatever_language(table):
    lists = {column.name: ambiguous(column.codes) for column in table.columns if column.codes}
    assert {name: words for name, words in lists.items() if words} == {}


def test_a_sheet_name_means_one_table_in_whatever_language():
    assert ambiguous({table.name: table.sheet for table in TABLES.values()}) == {}


def test_a_sheet_name_is_one_that_excel_allows():
    # at most 31 characters, none of []:*?/\\
    names = {name for table in TABLES.values() for name in spellings(table.sheet)}
    assert {name for name in names if len(name) > 31 or set(name) & set("[]:*?/\\")} == set()


# ── How texts are found and catalogues kept ─────────────────────────────────────────────────────────────────


@pytest.fixture
def product(tmp_path: Path) -> Path:
    """A small product of two files, and a test that is none."""
    (tmp_path / "ui").mkdir()
    (tmp_path / "tests").mkdir()
    (tmp_path / "ui" / "page.py").write_text(
        '_("One, "\n  "two")\n_("{what} here", what=word(_("inner")))\n_("yes" if good else "no")\n_(spec.title)\n',
        encoding="utf-8",
    )
    (tmp_path / "app.py").write_text('N_("inner")\n', encoding="utf-8")
    (tmp_path / "tests" / "test_page.py").write_text('_("only a test")\n', encoding="utf-8")
    return tmp_path


@pytest.fixture
def catalogue(tmp_path: Path) -> Path:
    """A Norwegian catalogue with one translation that stays, one that is gone and a guess."""
    path = tmp_path / "nb" / "veikart.po"
    path.parent.mkdir()
    path.write_text(
        'msgid ""\nmsgstr "Content-Type: text/plain; charset=utf-8\\n"\n\n'
        '# said in the plural\nmsgid "stays"\nmsgstr "blir"\n\n'
        'msgid "gone"\nmsgstr "borte"\n\n'
        '#, fuzzy\nmsgid "guessed"\nmsgstr "gjettet"\n',
        encoding="utf-8",
    )
    return path


def test_a_text_is_found_over_lines_inside_other_texts_and_in_both_branches(product: Path):
    assert catalogues.texts_in_code(product) == {
        "One, two": ["ui/page.py"],
        "inner": ["app.py", "ui/page.py"],
        "no": ["ui/page.py"],
        "yes": ["ui/page.py"],
        "{what} here": ["ui/page.py"],
    }


def test_a_renewed_catalogue_keeps_what_stands_drops_what_is_gone_and_guesses_nothing(catalogue: Path):
    said = catalogues.renew(catalogue, {"guessed": ["app.py"], "stays": ["app.py"], "stays too": ["app.py"]})
    assert said == "nb: 3 texts, 2 without translation"
    kept = catalogues.read(catalogue)
    assert {entry.id: entry.string for entry in kept if entry.id} == {
        "guessed": "",
        "stays": "blir",
        "stays too": "",
    }
    assert kept.get("stays").user_comments == ["said in the plural"]


def test_renewing_a_catalogue_twice_changes_nothing_more(catalogue: Path):
    texts = {'55 % of "it"': ["a.py", "b.py"], "stays": ["app.py"]}
    catalogues.renew(catalogue, texts)
    once = catalogue.read_bytes()
    catalogues.renew(catalogue, texts)
    assert catalogue.read_bytes() == once
    assert b"#: a.py b.py\nmsgid" in once  # a percent sign makes no text a format


def test_a_new_language_starts_from_an_empty_file(tmp_path: Path):
    path = tmp_path / "da" / "veikart.po"
    path.parent.mkdir()
    path.touch()
    assert catalogues.renew(path, {"Total": ["app.py"]}) == "da: 1 texts, 1 without translation"
    assert catalogues.catalogue_paths(tmp_path) == {"da": path}
