"""The year's books on paper."""
