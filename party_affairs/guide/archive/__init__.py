"""What belongs in the archive of a year."""
