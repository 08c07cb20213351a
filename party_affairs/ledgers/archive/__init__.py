"""The year of a branch as its books show it."""
