"""One cell: what people type in Chinese offices, as dates, times, sums, names and choices.

Every function takes the value as openpyxl hands it out and returns None for an empty cell. What cannot be understood
raises `CellError` with a sentence that says how to write it. Nothing is guessed: two things in one cell are never joined
to a third one.
"""

from party_affairs.importing.normalise.choosing import parse_check, parse_choice, parse_education
from party_affairs.importing.normalise.dates import (
	YEARS,
	Day,
	clock_of_date,
	last_of_month,
	parse_date,
	parse_dates,
	parse_month,
	parse_term,
	parse_times,
)
from party_affairs.importing.normalise.masks import is_masked
from party_affairs.importing.normalise.people import (
	Attendance,
	Everybody,
	Heads,
	Mention,
	head_count,
	is_everybody,
	is_no_name,
	is_of_somebody_absent,
	is_of_somebody_there,
	parse_attendance,
	parse_everybody,
	parse_mentions,
	parse_name,
	parse_one,
	parse_person_name,
)
from party_affairs.importing.normalise.periods import parse_half_year
from party_affairs.importing.normalise.sums import (
	Payment,
	parse_count,
	parse_days,
	parse_hours,
	parse_money,
	parse_payment,
	parse_signed_money,
	parse_votes,
	share_out,
)
from party_affairs.importing.normalise.text import (
	is_empty,
	key_text,
	parse_code,
	parse_id_number,
	parse_line,
	parse_text,
	says_nothing,
)

__all__ = [
	"YEARS",
	"Attendance",
	"Day",
	"Everybody",
	"Heads",
	"Mention",
	"Payment",
	"clock_of_date",
	"head_count",
	"is_empty",
	"is_everybody",
	"is_masked",
	"is_no_name",
	"is_of_somebody_absent",
	"is_of_somebody_there",
	"key_text",
	"last_of_month",
	"parse_attendance",
	"parse_check",
	"parse_choice",
	"parse_code",
	"parse_count",
	"parse_date",
	"parse_dates",
	"parse_days",
	"parse_education",
	"parse_everybody",
	"parse_half_year",
	"parse_hours",
	"parse_id_number",
	"parse_line",
	"parse_mentions",
	"parse_money",
	"parse_month",
	"parse_name",
	"parse_one",
	"parse_payment",
	"parse_person_name",
	"parse_signed_money",
	"parse_term",
	"parse_text",
	"parse_times",
	"parse_votes",
	"says_nothing",
	"share_out",
]
