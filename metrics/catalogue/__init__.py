"""The entries of the registry, one module per theme (docs/indicators/ is made from them).

Default targets: marked verified where the figure was seen in published material."""
