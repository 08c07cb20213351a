"""Named state predicates: does a subject satisfy a clause on a day? The registry of clauses names them in `predicate`.

Each subject's predicates stand in its room; here they are collected.
"""

from collections.abc import Mapping

from party_affairs.rules.appraisal import predicates as appraisal
from party_affairs.rules.contact import predicates as contact
from party_affairs.rules.dues import predicates as dues
from party_affairs.rules.duties import predicates as duties
from party_affairs.rules.judgement import Predicate
from party_affairs.rules.meetings import predicates as meetings
from party_affairs.rules.members import predicates as members
from party_affairs.rules.organisation import predicates as organisation
from party_affairs.rules.texts import predicates as texts

PREDICATES: Mapping[str, Predicate] = {
	**organisation.PREDICATES,
	**meetings.PREDICATES,
	**members.PREDICATES,
	**contact.PREDICATES,
	**appraisal.PREDICATES,
	**texts.PREDICATES,
	**dues.PREDICATES,
	**duties.PREDICATES,
}
