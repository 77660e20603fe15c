"""The progress methods, one module per publisher: each a pure function over many series at once."""
