"""Endpoints of the year's books."""
