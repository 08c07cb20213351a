"""What a branch says of itself on its self-check sheets, and what follows from it."""
