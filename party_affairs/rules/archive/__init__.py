"""Volumes of the archive: how complete they are, and what differs from what was closed."""
