"""What reminders were sent: which stage of which duty was told to whom."""

REMINDER = "Duty Reminder"
