"""Checks that several documents share: each names the field and says what to do."""
