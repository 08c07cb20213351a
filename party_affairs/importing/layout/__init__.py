"""Which sheets a year workbook has, and which columns; the one description for reading, template and error messages.

The headings are the columns of the forms that branches keep on paper and in Excel. A heading is recognised by any of its
words, whatever white space, brackets or line breaks it is written with.
"""

from party_affairs.importing.layout.activities import ACTIVITIES
from party_affairs.importing.layout.appraisal import APPRAISAL
from party_affairs.importing.layout.development import DEVELOPMENT
from party_affairs.importing.layout.dues import DUES
from party_affairs.importing.layout.events import EVENTS
from party_affairs.importing.layout.honours import HONOURS
from party_affairs.importing.layout.meetings import MEETINGS
from party_affairs.importing.layout.opinions import OPINIONS
from party_affairs.importing.layout.pairings import PAIRINGS
from party_affairs.importing.layout.plan import PLAN
from party_affairs.importing.layout.posts import POSTS_SHEET
from party_affairs.importing.layout.raised_opinions import RAISED_OPINIONS
from party_affairs.importing.layout.reports import REPORTS
from party_affairs.importing.layout.reviews import REVIEWS
from party_affairs.importing.layout.roster import ROSTER
from party_affairs.importing.layout.talks import TALKS
from party_affairs.importing.layout.trainings import TRAININGS

SHEETS = (
	*(ROSTER, POSTS_SHEET, PLAN, OPINIONS, MEETINGS, DUES, PAIRINGS, ACTIVITIES),
	*(EVENTS, TALKS, REPORTS, REVIEWS, APPRAISAL, DEVELOPMENT, TRAININGS, HONOURS),
	RAISED_OPINIONS,
)
"""In the order in which they are brought in: people first, then what they did, and what refers to it."""
