"""What the reader has chosen, kept in the address, so that a link reproduces the view."""

from collections.abc import Iterable, Sequence
from urllib.parse import urlencode, urlsplit

import streamlit as st

MEMORY, UNWRITTEN = "view", "view-unwritten"


def chosen(name: str, options: Sequence[str], default: str) -> str:
    """The value of one choice: from the address if it is among the options, else as last chosen in this
    session, else default."""
    value = chosen_if_any(name, options)
    return _kept(name, default) if value is None else value


def chosen_if_any(name: str, options: Sequence[str]) -> str | None:
    """As chosen, but None while the reader has not chosen, and then the address says nothing of it."""
    value = next((value for value in _candidates(name) if value in options), None)
    return None if value is None else _kept(name, value)


def chosen_many(name: str, options: Iterable[str], default: Sequence[str]) -> list[str]:
    """As chosen, for several values; unknown ones in the address are left out."""
    values = chosen_many_if_any(name, options)
    if not values and default:
        _kept(name, ",".join(default))
    return values or list(default)


def chosen_many_if_any(name: str, options: Iterable[str]) -> list[str]:
    """As chosen, but none while the reader has not chosen, and then the address says nothing of it."""
    known = set(options)
    for value in _candidates(name):
        values = list(dict.fromkeys(part for part in (value or "").split(",") if part in known))
        if values:
            _kept(name, ",".join(values))
            return values
    return []


def chosen_years(first: int, last: int) -> tuple[int, int]:
    """The first and last year chosen (since, until), within what the data cover."""
    years = [str(year) for year in range(first, last + 1)]
    since = int(chosen("since", years, str(first)))
    until = int(chosen("until", years, str(last)))
    return min(since, until), max(since, until)


def choose(name: str, value: str) -> None:
    """Put a choice into the address and the session's memory."""
    _kept(name, value)


def address() -> str:
    """The full address of the view as it is drawn now, to be copied: the page's own and every choice."""
    choices = st.query_params.to_dict() | _unwritten()
    place = urlsplit(st.context.url or "")
    return place._replace(path=place.path or "/", query=urlencode(choices)).geturl()


def write_address() -> None:
    """Put the choices of this run into the address, all at once: each writing is a step of the browser's Back."""
    choices = st.session_state.pop(UNWRITTEN, None)
    if choices:
        st.query_params.update(choices)


def widget_key(name: str, value: object) -> str:
    """Key of the widget for a choice, made ready to show the value."""
    key = f"choice-{name}"
    st.session_state[key] = value
    return key


def _memory() -> dict[str, str]:
    return st.session_state.setdefault(MEMORY, {})


def _unwritten() -> dict[str, str]:
    return st.session_state.setdefault(UNWRITTEN, {})


def _candidates(name: str) -> tuple[str | None, ...]:
    """What a choice may be, the latest first: just chosen, in the address, remembered."""
    return _unwritten().get(name), st.query_params.get(name), _memory().get(name)


def _kept(name: str, value: str) -> str:
    _memory()[name] = value
    if st.query_params.get(name) == value:
        _unwritten().pop(name, None)
    else:
        _unwritten()[name] = value
    return value
