"""Every text a person reads passes through here: sentences with named places, the chosen language, numbers as
words.

Inner rooms return a `Text` made by `N_`; the edges (pages, ui, charts, command line, report) turn it into
words with `_`. English is the source language: a text without a translation is shown in English, never as a
key."""

import math
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from functools import lru_cache
from numbers import Real
from pathlib import Path
from typing import Any

from babel import Locale
from babel.messages.pofile import read_po
from babel.numbers import format_decimal

CATALOGUES = Path(__file__).parent / "translations"
LANGUAGE_NAMES = {
    "en": "English", "nb": "Norsk bokmål", "sv": "Svenska", "da": "Dansk", "fi": "Suomi", "is": "Íslenska",
}  # fmt: skip
LANGUAGES = tuple(LANGUAGE_NAMES)
SAME_READERS = {"no": "nb", "nn": "nb"}  # who asks for these reads Norwegian bokmål
MISSING = "–"
MINUS = "\N{MINUS SIGN}"
GROUP = "\N{NARROW NO-BREAK SPACE}"
LONGEST = 1e20  # from here on a number is written as 1e+20: no reader counts the digits, and Babel has 28

_language: ContextVar[str] = ContextVar("language", default="en")


@dataclass(frozen=True)
class Text:
    """A sentence an inner room returns: an English template with {named} places and what stands in them."""

    template: str
    params: Mapping[str, Any] = field(default_factory=dict)

    def __str__(self) -> str:
        return _filled(self.template, self.params, "en")

    def __hash__(self) -> int:
        return hash((self.template, tuple(sorted(self.params))))


def N_(template: str, /, **params: Any) -> Text:
    """A text for later translation. Places may hold texts, numbers (grouped by language) or strings (kept as
    they are)."""
    return Text(template, params)


def _(text: str | Text, /, **params: Any) -> str:
    """The text in the current language with its places filled; missing translations fall back to English."""
    return translated(text, current_language(), **params)


def translated(text: str | Text, language: str, /, **params: Any) -> str:
    """The text in a language other than the session's, its numbers and inner texts too."""
    template, values = (
        (text.template, {**text.params, **params}) if isinstance(text, Text) else (text, params)
    )
    return _filled(_translated(template, language), values, language)


def spellings(text: str | Text) -> tuple[str, ...]:
    """The text in every available language, English first, each spelling once: what a reader of headings
    must recognise."""
    return tuple(dict.fromkeys(translated(text, language) for language in available_languages()))


def set_language(code: str) -> None:
    """Choose the language of this session or call; an unknown code falls back to English."""
    _language.set(code if code in LANGUAGES else "en")


@contextmanager
def in_language(code: str) -> Iterator[None]:
    """Everything inside speaks another language; afterwards the one before is in force again."""
    before = current_language()
    set_language(code)
    try:
        yield
    finally:
        set_language(before)


def in_present_language(make: Callable[[], Any]) -> Callable[[], Any]:
    """What makes something later, perhaps in a thread of its own, in the language that is in force now."""
    language = current_language()

    def make_later() -> Any:
        with in_language(language):
            return make()

    return make_later


def current_language() -> str:
    """The language code in force: en, nb, sv, da, fi or is."""
    return _language.get()


def available_languages() -> tuple[str, ...]:
    """English, and every language whose catalogue is there."""
    return tuple(code for code in LANGUAGES if code == "en" or _catalogue(code))


def best_language(tags: Iterable[str]) -> str:
    """The available language a reader asks for.

    tags: language tags such as "nb-NO", the most wanted first; every Norwegian is served by bokmål. Returns
    "en" when none is available."""
    primary = (tag.strip().lower().split("-")[0] for tag in tags)
    wanted = (SAME_READERS.get(code, code) for code in primary)
    return next((code for code in wanted if code in available_languages()), "en")


def format_number(
    value: float | int | None, *, digits: int | None = None, significant: int | None = None
) -> str:
    """A number as a person of the current language reads it.

    value: any finite number; None and NaN are missing and give "–". digits fixes the decimals, significant
    rounds to that many figures (1 084 233 with 3 is 1 080 000); with neither, the number is shown whole with
    up to three decimals."""
    return _number(value, digits, significant, current_language())


def separators() -> tuple[str, str]:
    """Decimal mark and group mark of the current language, in that order."""
    return _separators(current_language())


@lru_cache(maxsize=len(LANGUAGES))
def _separators(language: str) -> tuple[str, str]:
    if language == "en":
        return ".", GROUP
    symbols = Locale.parse(language).number_symbols["latn"]
    return symbols["decimal"], symbols["group"]


def _number(value: float | int | None, digits: int | None, significant: int | None, language: str) -> str:
    if value is None or not math.isfinite(value):
        return MISSING
    if significant is not None:
        value, digits = _rounded(float(value), significant)
    if abs(value) >= LONGEST:
        return f"{value:.3g}".replace("-", MINUS)
    shown = round(value, digits) if digits is not None else round(value, 3)
    pattern = "#,##0" + ("." + "0" * digits if digits else "" if digits == 0 else ".###")
    return _in_language(shown + 0.0 if isinstance(shown, float) else shown, pattern, language)


def _rounded(value: float, significant: int) -> tuple[float, int]:
    """The value to that many figures, and the decimals that show them: 99.96 to three is 100, not 100.0."""
    if value == 0:
        return 0.0, 0
    rounded = round(value, _decimals(value, significant))
    return rounded, max(_decimals(rounded, significant), 0)


def _decimals(value: float, significant: int) -> int:
    return significant - 1 - math.floor(math.log10(abs(value)))


def _in_language(value: float | int, pattern: str, language: str) -> str:
    # English readers of this house are Nordic: groups by a thin space (ISO 80000), so that no comma is read
    # as a decimal mark.
    words = format_decimal(value, format=pattern, locale=language)
    words = words.replace(",", GROUP) if language == "en" else words
    return words.replace("-", MINUS)


def _filled(template: str, params: Mapping[str, Any], language: str) -> str:
    if not params:
        return template
    return template.format(**{name: _word(value, language) for name, value in params.items()})


def _word(value: Any, language: str) -> Any:
    if isinstance(value, Text):
        return _filled(_translated(value.template, language), value.params, language)
    if isinstance(value, bool):
        return value
    return _NumberInSentence(value, language) if value is None or isinstance(value, Real) else value


@dataclass(frozen=True)
class _NumberInSentence:
    """A number in a sentence, in the sentence's language; {share:.0f} says how many decimals, {year:d} keeps
    it ungrouped."""

    value: Any
    language: str

    def __format__(self, specification: str) -> str:
        if not specification or self.value is None or not math.isfinite(self.value):
            return _number(self.value, None, None, self.language)
        decimal, group = _separators(self.language)
        marks = str.maketrans({".": decimal, ",": group, "-": MINUS})
        return format(self.value, specification).translate(marks)


def _translated(template: str, language: str) -> str:
    return template if language == "en" else _catalogue(language).get(template, template)


@lru_cache(maxsize=len(LANGUAGES))
def _catalogue(language: str) -> dict[str, str]:
    path = CATALOGUES / language / "veikart.po"
    if not path.exists():
        return {}
    with path.open("rb") as file:
        catalogue = read_po(file, locale=language)
    return {
        str(entry.id): str(entry.string)
        for entry in catalogue
        if entry.id and entry.string and not entry.fuzzy
    }
