"""The commands of cli.py, one module per theme; docs/cli.md describes them."""
