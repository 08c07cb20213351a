"""What the guide lets branches look over themselves: sheets to tick."""
