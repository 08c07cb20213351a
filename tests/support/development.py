"""A development case without a fault under the rules of 2026; 2 to 8 March 2028 has five working days."""

from datetime import date

SOUND = {
	"birth_date": date(1995, 4, 1),
	"application": date(2026, 6, 1),
	"first_talk": date(2026, 7, 1),
	"activist": date(2026, 12, 1),
	"activist_filed": date(2026, 12, 10),
	"mentor": date(2026, 12, 1),
	"candidate": date(2027, 12, 1),
	"candidate_agreed": date(2027, 12, 20),
	"publicity_start": date(2028, 3, 2),
	"publicity_end": date(2028, 3, 8),
	"introducers": date(2028, 3, 9),
	"political_review": date(2028, 3, 20),
	"training": date(2028, 4, 1),
	"committee_check": date(2028, 4, 10),
	"pre_review": date(2028, 5, 1),
	"form_issued": date(2028, 5, 8),
	"assembly": date(2028, 6, 1),
	"higher_talk": date(2028, 7, 1),
	"approval": date(2028, 9, 1),
	"oath": date(2028, 10, 1),
	"full_application": date(2029, 5, 20),
	"full_assembly": date(2029, 6, 1),
	"full_approval": date(2029, 9, 1),
	"archived": date(2029, 9, 2),
}
STEPS = [key for key in SOUND if key != "birth_date"]
