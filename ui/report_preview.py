"""What a report would say, kept for everybody by the state of the store."""

from collections.abc import Callable
from datetime import date
from typing import Any

from data.store import Store
from ui.remembered import remembered


@remembered(most=200, in_words=True)
def kept(store: Store, area_id: str, made_on: date, snapshot: str | None, make: Callable[..., Any]) -> Any:
    """What make(store, area_id, made_on=…, snapshot=…) returns. make: a function of a module, always the same one."""
    return make(store, area_id, made_on=made_on, snapshot=snapshot)
