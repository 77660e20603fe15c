"""Which of our columns a heading may mean: as our templates write it, by words that people use, or nearly so."""

import re
from functools import cache

from rapidfuzz import fuzz, process

from data.tables import TABLES
from loaders.mappings.column_shapes import bare_heading
from loaders.mappings.heading_synonyms import HEADING_WORDS
from loaders.mappings.mapped_headings import year_heading
from loaders.mappings.mapping import mappable_columns
from loaders.own_workbooks.template_layout import heading_spellings
from loaders.rows.cells import normalised

NEAR_HEADING = 86
SHORTEST_INSIDE = 4  # letters of a word that is looked for inside a heading
YEAR_HIT = 0.4

Match = tuple[float, str]  # how well a heading fits, 0 to 1, and the word it was known by


def heading_matches(heading: str) -> dict[tuple[str, str], Match]:
    """By table and column, how well a heading fits: 1 as written, less where a word stands in it or is near."""
    found: dict[tuple[str, str], Match] = {}
    whole, bare = normalised(heading), bare_heading(heading)
    for text in dict.fromkeys((whole, bare)):
        _note(found, text, 1.0)
    for word in _words():
        if (
            len(word) >= SHORTEST_INSIDE
            and word in bare
            and re.search(rf"(?<!\w){re.escape(word)}(?!\w)", bare)
        ):
            _note(found, word, 0.6 + 0.3 * len(word) / len(bare))
    if len(bare) >= SHORTEST_INSIDE:
        for word, score, _index in process.extract(
            bare, list(_words()), scorer=fuzz.ratio, score_cutoff=NEAR_HEADING, limit=4
        ):
            _note(found, word, 0.9 * score / 100)
    return found


def _note(found: dict[tuple[str, str], Match], word: str, score: float) -> None:
    for meant in _words().get(word, ()):
        if score > found.get(meant, (0.0, ""))[0]:
            found[meant] = (score, word)


def heading_hits(names: list[str]) -> float:
    """How much a row looks like headings: words that head columns, and years."""
    return sum(1.0 if _is_known(name) else YEAR_HIT if year_heading(name) else 0.0 for name in names if name)


def _is_known(name: str) -> bool:
    return bare_heading(name) in _words() or normalised(name) in _words()


@cache
def _words() -> dict[str, tuple[tuple[str, str], ...]]:
    """Every word that heads a column: normalised word → (table, column) that it may mean."""
    found: dict[str, list[tuple[str, str]]] = {}
    for table in TABLES.values():
        names = {column.name for column in mappable_columns(table)}
        words = [(word, name) for word, name in heading_spellings(table.name).items() if name in names]
        words += [(normalised(word), name) for name in names for word in HEADING_WORDS.get(name, ())]
        for word, name in words:
            found.setdefault(word, []).append((table.name, name))
    return {word: tuple(dict.fromkeys(meant)) for word, meant in found.items()}
