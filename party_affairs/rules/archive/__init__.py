"""What is bound and kept of a year: handbook and volumes, how complete they are, and what differs from what was bound."""
