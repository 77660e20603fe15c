"""What tenders that would be bought together leave out of their sums, in words."""

from texts import _


def without_value(count: int) -> str:
    """How many tenders are in no sum of values."""
    if count == 1:
        return _("Not in the value: one tender without a value, a currency or a rate.")
    return _("Not in the value: {count} tenders without a value, a currency or a rate.", count=count)


def without_deliveries(count: int) -> str:
    """How many tenders are in no sum of deliveries."""
    if count == 1:
        return _("Not in the deliveries: one tender that does not state them.")
    return _("Not in the deliveries: {count} tenders that do not state them.", count=count)
