"""The rules: pure functions from facts to findings.

Nothing here imports Frappe, reads a clock or does I/O: days come in as arguments, records as `Subject`, `Evidence` and
`Trigger` (`findings`), and what comes out are values and `Finding`s. Where a function takes a standard or thresholds and
none is given, it uses the guide's data, which `guide` reads once when it is imported.

A clause of the registry chooses its evaluator by `kind` (`evaluators`), a condition by `applies_when` (`applicability`)
and a judgement by `predicate` (`predicates`). A new frequency rule is a registry entry; a new state rule is that and one
predicate.

Facts that subjects must carry (`evaluators.required_facts` gives them for one clause):

Law firm (R01, R02, R07, R08)
	`full_members`: number of full members of the firm on the day.
	`party_members`: full and probationary members.
	`own_organisation`: highest type (`branch`, `general_branch`, `primary_committee`) of an active organisation that
	covers this firm alone, or None.
	`in_joint_branch`: whether an active joint branch covers the firm.
	`approval_no`: approval number of its own organisation, or None.
	`child_branches`: number of active organisations below its own organisation.

Party branch (R03 to R06, R09, R11 to R15, R17, R22, R23, R26, R28, R30, R34, R36, R41, R44, R48, N08)
	`branch_type`: `branch`, `joint_branch`, `general_branch` or `primary_committee`.
	`full_members`: number of full members on the day.
	`party_members`: full and probationary members.
	`covered_firms`: number of law firms covered on the day.
	`posts_held`: keys of the posts that somebody holds on the day.
	`matters`: number of the year's plans, awards, sanctions and steps of development that call for a decision together.
	`matters_undecided`: those without a deciding meeting, as pairs of what it is and whom it is about.
	`reserved_matters`: number of those of the year's decisions that only the member assembly may take.
	`reserved_elsewhere`: those that were not taken there, as pairs of what it is and whom it is about.
	`leaders`: number of its members who hold a seat on its committee on the day, the secretary included.
	`talks_by_pair`: number of the year's talks by pair (`talks.PAIRS`).
	`members_without_talk`: names of the members of the whole year who had no talk in it.
	`members_to_hear`: number of the members of the whole year; `members_unheard`: names of those of them who neither had
	a talk nor handed in a thought report.
	`has_committee`, `committee_members`, `secretaries`, `deputies`, `contact_persons`: from `organisation.committee_of`.
	`committee_from`, `committee_to` (optional): first and last day on which there is a committee.
	`plan_lines`: number of lines of the year's plan.
	`plan_lines_unassigned`: those of them without a responsible person.
	`plan_prepared_on`: day on which the plan was made, or None.
	`lecture_quarters`: the quarters (1 to 4) in which the plan has a lecture.
	`lecture_lines_unassigned`: number of planned lectures without a lecturer.
	`cultivated`: number of people on the list of two-way cultivation on the day.
	`cultivation_review_months`: full months since the list was last reviewed, or None without a list.

Party group (R24)
	None.

Meeting (R25, R27, R29)
	`kind`: key of its kind. `kinds`: keys of all kinds for which its record counts.
	`starts_on`, `ends_on`: datetimes or None.
	`location`, `chair`, `agenda`, `speeches`, `outcome`: what the minutes hold; empty counts as missing.
	`present_count`: number present. `absentees_listed`: number of absentees named.
	`expected_count`: number expected, or None if not known.
	`content_tags`: keys of the contents of a theme day.

Member (R43, R49, R59, N05)
	`stage`: such as `full_member` or `probationary_member`.
	`pairing_categories`: `secretary` and `committee_member` as far as the posts held call for it.
	`contacts`: number of active pairings by kind of contact.
	`education_hours`: study hours of the year up to the day, a Decimal.
	`dues_asked`: months of the year that are over and for which dues are asked of him, in order.
	`dues_record`: a `rules.dues.DuesRecord`, the months that the ledger of dues holds of him.
	`dues_from` (optional): day of the assembly that admitted the member; dues are owed from its month.

Branch, asked about its democratic appraisal of the year (R39, R40)
	`branch_type`: as above.
	`appraised_on`: day on which voting closed, None as long as the votes have not been counted.
	`ballots_inside`, `ballots_outside`: ballots of members of the Party and of people outside it.
	`grades_decided_on`: day of the meeting that decided the grades, or None.
	`grades_used`: whether an evaluation of the year takes the grades, or the record says what they were used for.

Development case (R47, N06, N07)
	`violations`: sentences on what does not keep to the rules of admission, from `admission.judge`.
	`investigated_from`, `investigated_to`: days from and up to which the person is investigated every half-year: named as
	activist, full member or terminated; None where not reached.

Work report (R35)
	`reported_on`: day of the assembly that heard it.
	`review_result`: label of the result of the assembly's review, or None.

Life review (R37); a life meeting without a record of its own is asked as well
	`has_record`: whether what was done before and after the meeting is recorded at all.
	`held_on`: day of the meeting.
	`studies`, `opinions`, `problems`, `criticisms`: numbers of what is recorded. `talks`: number of talks held before it.
	`has_direction`: whether the direction of rectification is recorded.
	`measures`: number of items of the rectification list. `measures_closed`: those closed by the day of the check.
	`measures_unassigned`: those that name no person or no deadline. `measures_overdue`: those open after their deadline.
	`closed_late_on`, `missed_deadline`: the item that was closed latest after its deadline, and that deadline, or None.
	`next_deadline`: nearest deadline of the open items, or None.

Anyone
	`exempt_from` (optional): the clauses from which the subject is excused.
"""
