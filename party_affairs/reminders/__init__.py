"""Reminders of duties: who is told what on which day, as one digest a person, and what group robots say."""
