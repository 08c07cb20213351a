"""What the year's books and volumes hold, and what may not stand in them."""
