"""A statistics table as one cube, whichever file it came in: long rows of dimensions, contents, year and figure.

The rows are an Arrow table with source_row (int), source_column (letters), contents, unit, written_year, written and
status, and for the dimension at place 0, 1, … the columns code_0 and text_0, code_1 and text_1, …; texts as written,
null = not there."""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

import pyarrow as pa
import pyarrow.compute as pc

from data.sql import frame_sql
from loaders.published_tables.published import Mark
from loaders.rows.cells import decoded, different_texts, normalised

TIME_WORDS = ("år", "year", "tid", "time", "vuosi", "tidspunkt")
CONTENTS_WORDS = (
    "statistikkvariabel",
    "contents",
    "contentscode",
    "innhold",
    "tabellinnhold",
    "observations",
)
REGION_WORDS = ("region", "regioner", "regions", "kommune", "kommuner", "municipality", "område")
TOTALS = (
    "i alt", "alt", "alle", "total", "totalt", "begge kjønn", "kvinner og menn", "both sexes", "alle aldre", "alle aldrer",
    "all ages", "alle energiprodukter", "all energy products", "all sources", "alle kilder",
)  # fmt: skip
# The agencies' signs for a figure that is not there. SSB's "-" is nothing at all: zero.
SSB_MARKERS = {
    ".": "not_applicable",
    "..": "not_estimated",
    "...": "not_estimated",
    ":": "confidential",
    "-": "not_occurring",
    "–": "not_occurring",
}
_TITLE = re.compile(r"^(?P<id>\d{5}):\s*(?P<title>.+)$", re.DOTALL)
_CODED = re.compile(r"^((?:[A-Z]{1,6}-?)?\d[\w.\-]*|[A-Z]{3,6})\s+(\S.*)$", re.DOTALL)
_CODE = re.compile(r"^(?:[A-Z]-?)?\d{1,4}$|^[A-Z]{3,6}\d*$")
_REGION_CODE = re.compile(r"K-\d{4}|\d{4}")
_COMMA_NUMBER = r"^\s*[+\-\x{2212}]?[0-9 \x{00a0}\x{202f}\x{2009}]*[0-9],[0-9]+\s*$"


@dataclass(frozen=True)
class Dimension:
    """One dimension: its name in the file, the number of its columns in the rows, and where its texts stand."""

    name: str
    place: int
    letters: str

    @property
    def code(self) -> str:
        return f"code_{self.place}"

    @property
    def text(self) -> str:
        return f"text_{self.place}"


@dataclass(frozen=True)
class Cube:
    """A table: sheet, number (08940; "" = not said), title, day of its last change as written, dimensions and rows.

    source: the agency that the file names; "" = not said.
    year_letters: the column the years stand in; "" where they stand above the figures, in heading_row."""

    sheet: str
    table_id: str
    title: str
    updated: str
    dimensions: tuple[Dimension, ...]
    rows: pa.Table
    year_letters: str = ""
    heading_row: int = 1
    source: str = ""

    @property
    def contents(self) -> list[str]:
        """The different measures, in order of appearance."""
        return different_texts(self.rows["contents"])

    def texts(self, dimension: Dimension) -> list[str]:
        """The different texts of a dimension, in order of appearance."""
        return different_texts(self.rows[dimension.text])

    def with_rows(self, rows: pa.Table) -> "Cube":
        """The same table with other rows."""
        return replace(self, rows=rows)


def titled(text: str | None) -> tuple[str, str]:
    """Number and title of "08940: Klimagasser, etter …"; without a number the whole is the title."""
    found = _TITLE.match((text or "").strip())
    return (found["id"], found["title"].strip()) if found else ("", (text or "").strip())


def split_codes(column: pa.ChunkedArray) -> tuple[pa.ChunkedArray, pa.ChunkedArray]:
    """Codes and texts of cells that hold both ("3801 Horten"), where every cell does; plain codes are both."""
    texts = [text.strip() for text in different_texts(column)]
    if texts and all(_CODED.match(text) for text in texts):
        return (
            decoded(column, lambda text: _coded(text)[0], pa.string()),
            decoded(column, lambda text: _coded(text)[1], pa.string()),
        )
    plain = decoded(column, str.strip, pa.string())
    if texts and all(_CODE.match(text) for text in texts):
        return plain, plain
    return pa.chunked_array([pa.nulls(len(column), pa.string())]), plain


def _coded(text: str) -> tuple[str, str]:
    found = _CODED.match(text.strip())
    assert found is not None, "every cell was matched"
    return found[1], found[2].strip()


def is_code(text: str) -> bool:
    """Whether a text is a code alone, such as 0301, K-3103 or 0."""
    return bool(_CODE.match(text.strip()))


def dimension_named(cube: Cube, words: Collection[str], *, start: str = "") -> Dimension | None:
    """The first dimension whose name is one of the words, or holds the given start of a word."""
    for dimension in cube.dimensions:
        name = normalised(dimension.name)
        if name in words or (start and start in name):
            return dimension
    return None


def region_of(cube: Cube) -> Dimension | None:
    """The dimension of areas: by its name, in KOSTRA's tables too (KOKkommuneregion0000), else by codes of four digits."""
    named = dimension_named(cube, REGION_WORDS, start="kommuneregion")
    return named or next(
        (each for each in cube.dimensions if not each.name and _has_regions(cube, each)), None
    )


def _has_regions(cube: Cube, dimension: Dimension) -> bool:
    codes = different_texts(cube.rows[dimension.code])
    return any(_REGION_CODE.fullmatch(code) for code in codes)


def has_coded_regions(cube: Cube) -> bool:
    """Whether its areas bear code and text, as SSB writes them; a table of one's own has the one or the other."""
    region = region_of(cube)
    if region is None:
        return False
    is_both = pc.not_equal(cube.rows[region.code], cube.rows[region.text])
    return bool(pc.all(pc.fill_null(is_both, False)).as_py())


def dimension_of_labels(
    cube: Cube, labels: Collection[str], *, but: Sequence[Dimension | None] = ()
) -> Dimension | None:
    """The dimension that most labels (normalised) are known of; None where none has a known label."""
    best, most = None, 0
    for dimension in cube.dimensions:
        hits = sum(normalised(text) in labels for text in cube.texts(dimension))
        if dimension not in but and hits > most:
            best, most = dimension, hits
    return best


def joined_texts(rows: pa.Table, columns: Sequence[str], *, mark: str = ", ") -> pa.ChunkedArray:
    """The texts of several columns of each row as one; null where all are empty or there are none."""
    if not columns:
        return pa.chunked_array([pa.nulls(rows.num_rows, pa.string())])
    listed = ", ".join(f"nullif(trim(\"{column}\"), '')" for column in columns)
    numbered = rows.append_column("place", pa.array(range(rows.num_rows), pa.int64()))
    sql = f"select nullif(concat_ws($mark, {listed}), '') as joined from numbered order by place"  # noqa: S608
    return frame_sql(sql, {"mark": mark}, numbered=numbered)["joined"]


def is_total(text: str | None) -> bool:
    """Whether a label stands for all of its dimension together."""
    words = normalised(text)
    return words in TOTALS or words.endswith(" i alt")


def decimal_mark(cube: Cube) -> Mark:
    """The mark its figures are written with: a comma where one figure has it, since these tables group by spaces."""
    is_comma = pc.match_substring_regex(cube.rows["written"], _COMMA_NUMBER)
    return "comma" if pc.any(is_comma).as_py() else "point"


def tonnes_factor(contents: str, unit: str | None) -> float | None:
    """How many tonnes one of its units is: tonn 1, 1 000 tonn 1,000; None for what is no mass or per inhabitant."""
    words = normalised(f"{contents} {unit or ''}")
    if re.search(r"\b(per|pr\.?) (innb|pers|cap|inhab)", words):
        return None
    if re.search(r"\b1 ?000 tonn|\bkilotonn|\bkt\b", words):
        return 1000.0
    return 1.0 if re.search(r"\btonn(e|es|ar)?\b", words) else None
