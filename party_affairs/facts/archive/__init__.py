"""What the tables say of a year for its books."""
