"""What the reader has chosen, kept in the address, so that a link reproduces the view."""

from collections.abc import Iterable, Sequence

import streamlit as st

MEMORY = "view"


def chosen(name: str, options: Sequence[str], default: str) -> str:
    """The value of one choice: from the address if it is among the options, else as last chosen in this
    session, else default."""
    for value in (st.query_params.get(name), _memory().get(name)):
        if value in options:
            return _kept(name, str(value))
    return _kept(name, default)


def chosen_many(name: str, options: Iterable[str], default: Sequence[str]) -> list[str]:
    """As chosen, for several values; unknown ones in the address are left out."""
    known = set(options)
    for value in (st.query_params.get(name), _memory().get(name)):
        values = [part for part in (value or "").split(",") if part in known]
        if values:
            _kept(name, ",".join(values))
            return values
    if default:
        _kept(name, ",".join(default))
    return list(default)


def chosen_years(first: int, last: int) -> tuple[int, int]:
    """The first and last year chosen (since, until), within what the data cover."""
    years = [str(year) for year in range(first, last + 1)]
    since = int(chosen("since", years, str(first)))
    until = int(chosen("until", years, str(last)))
    return (since, until) if since <= until else (first, last)


def choose(name: str, value: str) -> None:
    """Put a choice into the address and the session's memory."""
    _kept(name, value)


def widget_key(name: str, value: object) -> str:
    """Key of the widget for a choice, made ready to show the value."""
    key = f"choice-{name}"
    st.session_state[key] = value
    return key


def _memory() -> dict[str, str]:
    return st.session_state.setdefault(MEMORY, {})


def _kept(name: str, value: str) -> str:
    _memory()[name] = value
    if st.query_params.get(name) != value:
        st.query_params[name] = value
    return value
