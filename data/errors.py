"""What can go wrong with the store, each with the sentence for the person."""

from texts import Text


class StoreError(Exception):
    """The store cannot do what was asked; `text` is the sentence for the user."""

    def __init__(self, text: Text) -> None:
        super().__init__(str(text))
        self.text = text


class StoreBusy(StoreError):  # noqa: N818
    """Another program holds the store."""


class StoreChanged(StoreError):  # noqa: N818
    """Something was committed, undone or redone since the upload was previewed."""
