"""Where the file is on its way into the store: the quiet line of six steps above the page's parts."""

from collections.abc import Sequence
from html import escape
from typing import Any, Literal

from streamlit.delta_generator import DeltaGenerator

from texts import N_, Text, _

Step = Literal["file", "recognised", "checked", "changes", "commit", "done"]
STEPS: dict[Step, Text] = {
    "file": N_("Choose a file"),
    "recognised": N_("Recognised"),
    "checked": N_("Checked"),
    "changes": N_("What changes"),
    "commit": N_("Commit"),
    "done": N_("Done"),
}


def step_of(preview: Any, *, is_open: bool, can_be_committed: bool) -> Step:
    """The step at which a file that was read stands.

    is_open: what it is, or something of it, is still asked. can_be_committed: its effects say nothing against it."""
    if is_open:
        return "recognised"
    if not preview.is_committable:
        return "checked"
    return "commit" if can_be_committed and preview.already_loaded_as is None else "changes"


def step_line(place: DeltaGenerator, current: Step) -> None:
    """All steps in words; those behind are ticked and the present one is marked, for screen readers too."""
    keys: Sequence[Step] = list(STEPS)
    now = keys.index(current)
    items = "".join(
        _item(key, is_behind=number < now, is_now=number == now) for number, key in enumerate(keys)
    )
    place.html(f'<ol class="vk-way" aria-label="{escape(_("Steps of an upload"))}">{items}</ol>')


def _item(key: Step, *, is_behind: bool, is_now: bool) -> str:
    mark = '<span aria-hidden="true">✓ </span>' if is_behind else ""
    told = f'<span class="vk-unseen"> ({escape(_("done"))})</span>' if is_behind else ""
    state = ' aria-current="step"' if is_now else ""
    return f"<li{state}>{mark}{escape(_(STEPS[key]))}{told}</li>"
