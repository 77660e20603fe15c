"""Figures of speed, each beside its floor and its budget: `make bench`. Tests do not time; these do not test."""
