"""Invented reports in the layouts that committees use, with what a careful reader finds in them.

Every report carries awkwardness of a kind that real ones have: a misspelt heading, a number
left out, a contents page, a finding listed and then expanded, text that looks like a finding
and is not.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from tests.nlp.segments.segment_paper import Bullets, H, NewPage, Numbers, P, Report, T

FILLER = (
    "The family had lived in the village for three years and were known to the nursery, the "
    "practice and the housing office. Visits were made, letters were sent and appointments were "
    "kept for the most part, and nothing in this account is offered as a lesson in itself."
)


@dataclass(frozen=True)
class Expected:
    """A finding a reader would report; ``None`` means that the report says nothing of it."""

    statement: str
    number: str | None = None
    category: str | None = None
    issues: int = 0


@dataclass(frozen=True)
class Sample:
    """A report, what it says and the layout it is in."""

    name: str
    report: Report
    findings: tuple[Expected, ...]
    layout: str
    practice: tuple[str, ...] = ()
    recommendations: tuple[tuple[str | None, str | None], ...] = field(default=())
    """Number and addressee of each recommendation."""


SUPERVISION = (
    "Supervision of nursery staff is arranged around rotas and room ratios, so nobody hears what "
    "a key worker has begun to suspect about a child."
)
DEBT = (
    "Workers treated the family's arrears as a housing matter and so did not see that the "
    "children had stopped being fed properly by the third week of each month."
)
FORM = (
    "The shared referral form asks for the category of concern before it asks what was seen, and "
    "workers fit what they saw to the category."
)
CORE_GROUP = (
    "Core groups in this area review whether actions were carried out and have no habit of asking "
    "whether the child's days are any better."
)
NIGHT = (
    "When an injury is reported at night, the discussion that decides the response takes place "
    "without anybody who holds the health record."
)
OPTIMISM = (
    "Once a parent had been praised for her progress, later signs of drinking were read as slips "
    "and never as the return of the old pattern."
)
MIDWIFE = (
    "The community midwife went back three times to a household that had turned her away, and on "
    "the third visit was let in."
)
JANITOR = (
    "A school janitor noticed that two brothers were staying behind each day, and told the head "
    "teacher the same afternoon."
)

LEARNING_TOGETHER = Sample(
    "learning together with chapters",
    Report(
        (
            H("Learning Together review: Child Rowan"),
            P("Prepared for the Fife Child Protection Committee, September 2016."),
            H("Introduction"),
            P(FILLER),
            P("The systems typology groups findings under six headings:"),
            Bullets(
                (
                    "Management systems",
                    "Tools (human interaction with)",
                    "Family-professional interaction",
                )
            ),
            H("Summary of the findings"),
            H("Managment Systems", 2),
            P(f"1. {SUPERVISION}"),
            H("Communication and collaboration in longer-term work", 2),
            P(f"2. {CORE_GROUP}"),
            P("3. Plans are renewed at each review without anybody asking what would end them."),
            H("Patterns in human–tool operation", 2),
            P(f"4. {FORM}"),
            P(
                "The findings above show how far the partnership has come and how much of the "
                "road is left to travel."
            ),
            NewPage(),
            H("The findings in detail"),
            H(f"Finding 1: {SUPERVISION}", 2),
            H("How did the issue manifest in this case?", 3),
            P("The key worker kept a note of her own for two months before she told anyone."),
            H(
                "What makes it an underlying issue rather than one particular to the individuals?",
                3,
            ),
            P("Staff in four other nurseries described the same arrangement."),
            H("How prevalent and widespread is the pattern?", 3),
            P("Of eleven nurseries asked, nine hold supervision less than once a term."),
            H("What are the implications for the reliability of the system?", 3),
            P("Early signs are held by people who have nowhere to take them."),
            H("ISSUES FOR THE CPC TO CONSIDER", 3),
            Bullets(
                (
                    "Is the Committee content that nursery staff have somebody to think with?",
                    "What would it take to offer them an hour a month?",
                )
            ),
            H("Finding 2: Core groups in this area review whether actions were carried out.", 2),
            P("Minutes of twelve core groups were read. Each lists actions and marks them done."),
            P(
                "Eight of the twelve do not mention how the child spends the day.",
                lead="How prevalent is the issue?",
            ),
            P("Questions for the Committee", bold=True),
            Bullets(("How would the Committee know that a core group is working?",)),
            H("Finding 3: Plans are renewed at each review.", 2),
            P("Nobody in the case group could say what would have ended registration."),
            H("Finding 4: The shared referral form", 2),
            P("The form was designed for a computer system that has since been replaced."),
            H("Conclusion"),
            P("The review team thanks everyone who spoke with it. There is much to be proud of."),
        )
    ),
    (
        Expected(SUPERVISION, "1", "management_systems", issues=2),
        Expected(CORE_GROUP, "2", "longer_term_work", issues=1),
        Expected(
            "Plans are renewed at each review without anybody asking what would end them.",
            "3",
            "longer_term_work",
        ),
        Expected(FORM, "4", "tools"),
    ),
    "learning_together",
)

OVERVIEW = Sample(
    "numbered overview with a contents page",
    Report(
        (
            P("Significant Case Review: Child L", bold=True),
            P("Overview report to the Angus Child Protection Committee"),
            H("Contents"),
            P("1. Introduction ........................................ 2"),
            P("2. Background and circumstances ........................ 3"),
            P("3. Findings ............................................ 4"),
            P("3.1 Supervision of nursery staff is arranged around rotas .... 4"),
            P("4. Recommendations ..................................... 6"),
            NewPage(),
            H("1. Introduction"),
            P("1.1 This review was commissioned after an injury to a child of two."),
            P("1.2 The panel met five times. Its terms of reference are in Appendix A."),
            H("2. Background and circumstances"),
            P(f"2.1 {FILLER}"),
            P("2.2 In the spring the health visitor recorded that the house was cold."),
            NewPage(),
            H("3. Findings"),
            P("This chapter sets out what the panel found."),
            P(f"3.1 {SUPERVISION}"),
            P(f"3.2 {DEBT}"),
            P(f"3.4 {NIGHT}"),
            H("4. Recommendations"),
            P(
                "Recommendation 1 (Health): The Board should give the duty doctor sight of the "
                "record before any discussion is concluded."
            ),
            P("R2. NHS Tayside should audit the use of the night rota by March."),
            P(
                "Recommendation Three – The Council should train housing officers to notice "
                "hunger as well as arrears."
            ),
            H("Appendix A: Terms of reference"),
            P("1. To establish what happened."),
            P("2. To identify the lessons to be learned."),
        ),
        running_head="OFFICIAL SENSITIVE – Child L – Significant Case Review",
    ),
    (
        Expected(SUPERVISION, "3.1"),
        Expected(DEBT, "3.2"),
        Expected(NIGHT, "3.4"),
    ),
    "numbered",
    (),
    (("1", "Health"), ("R2", "NHS Tayside"), ("Three", "Council")),
)

WELSH = Sample(
    "concise child practice review in a template",
    Report(
        (
            H("Child Practice Review Report"),
            P("Concise Child Practice Review"),
            T(
                (
                    ("Brief outline of circumstances resulting in the review", FILLER),
                    (
                        "Practice and organisational learning",
                        (
                            "Identify each individual learning point arising in this case, "
                            "including effective practice, and outline the circumstances.\n"
                            f"1. {SUPERVISION}\n2. {DEBT}\n3. {OPTIMISM}"
                        ),
                    ),
                    ("Effective practice", f"{MIDWIFE}\n{JANITOR}"),
                    (
                        "Improving systems and practice",
                        (
                            "The review identified the following actions:\n"
                            "1. The Health Board to give midwives time for a third visit.\n"
                            "2. Housing officers to be trained to notice hunger."
                        ),
                    ),
                    ("Statement by reviewers", "We make no finding against any individual."),
                )
            ),
        )
    ),
    (
        Expected(SUPERVISION, "1"),
        Expected(DEBT, "2"),
        Expected(OPTIMISM, "3"),
    ),
    "numbered",
    (MIDWIFE, JANITOR),
    (("1", "Health Board"), ("2", None)),
)

NOTIFICATION = Sample(
    "initial case review form",
    Report(
        (
            H("Initial Case Review: notification and decision"),
            T(
                (
                    ("Child Protection Committee", "West Lothian Child Protection Committee"),
                    ("Date of incident", "14/03/2016"),
                    ("Circumstances", FILLER),
                    (
                        "Rationale for decision",
                        "The facts are known and were acted on at the time.",
                    ),
                    ("Decision", "Not to proceed to a significant case review"),
                    ("Date of decision", "2 June 2016"),
                    ("Learning identified", f"1. {NIGHT}\n2. {FORM}"),
                    ("Good practice", JANITOR),
                    ("Next steps", "A briefing will be sent to all duty teams in the autumn."),
                )
            ),
            P("Signed by the Chair of the Committee on behalf of the sub-group."),
        )
    ),
    (Expected(NIGHT, "1"), Expected(FORM, "2")),
    "numbered",
    (JANITOR,),
)

LEARNING_REVIEW = Sample(
    "learning review with practice points",
    Report(
        (
            H("Learning Review: Morven"),
            H("What happened", 2),
            P(FILLER),
            H("What we heard from the family", 2),
            P("Mother said that she had told the same story eleven times to eleven people."),
            H("Practice learning", 2),
            P("Practice point One – " + OPTIMISM),
            P("Seven people at the learning event recognised this in their own work."),
            P("Practice point Two: " + DEBT),
            P("Practice point III. " + NIGHT),
            P("The hospital has since changed the rota."),
            P("Considerations for the Child Protection Committee", bold=True),
            Bullets(("How does the Committee learn of hunger?",)),
            H("Effective practice", 2),
            P(MIDWIFE),
            H("Acknowledgements", 2),
            P("Thanks are due to all who took part, and to Morven, who asked to be called that."),
        )
    ),
    (
        Expected(OPTIMISM, "One"),
        Expected(DEBT, "Two"),
        Expected(NIGHT, "III", issues=1),
    ),
    "labelled",
    (MIDWIFE,),
)

TABLE = Sample(
    "findings in a table with stated categories",
    Report(
        (
            H("Thematic review of neglect"),
            H("Method"),
            P("Fourteen files were read by two auditors."),
            H("Summary of findings and recommendations"),
            T(
                (
                    ("No.", "Finding", "Category", "Recommendation", "Agency"),
                    (
                        "1",
                        SUPERVISION,
                        "Management systems",
                        "Give each nursery a named supervisor from outside the nursery.",
                        "Education",
                    ),
                    (
                        "2",
                        FORM,
                        "Tools (human interaction with)",
                        "Redraft the form so that it opens with what was seen.",
                        "Lead Officer",
                    ),
                    ("", OPTIMISM, "Cognitive & emotional bias", "None made.", ""),
                    (
                        "4",
                        NIGHT,
                        "Communication and collaboration in response to incidents",
                        "Put the duty doctor on every call.",
                        "NHS Borders",
                    ),
                ),
                widths=(30, 160, 100, 110, 70),
            ),
            H("Chronology"),
            T(
                (
                    ("Date", "Agency", "Event"),
                    ("May", "Health", "A visit was made and no reply was had at the door."),
                    ("June", "Police", "An officer called after a report of shouting in the flat."),
                )
            ),
        )
    ),
    (
        Expected(SUPERVISION, "1", "management_systems"),
        Expected(FORM, "2", "tools"),
        Expected(OPTIMISM, None, "cognitive_emotional_bias"),
        Expected(NIGHT, "4", "responses_to_incidents"),
    ),
    "findings_table",
    (),
    ((None, "Education"), (None, "Lead Officer"), (None, "NHS Borders")),
)

TWO_COLUMNS = Sample(
    "two columns with running heads",
    Report(
        (
            H("Significant case review: Child D"),
            H("Background", 2),
            *(P(f"{FILLER} This was so in the {nth} year as well.") for nth in ("first", "second")),
            H("Key findings", 2),
            P(f"Key finding 1: {SUPERVISION}"),
            P(f"The review heard this from several managers. {FILLER}"),
            P(f"Key finding 2: {DEBT}"),
            P(f"{FILLER} {FILLER} {FILLER}"),
            P(f"Key finding 3: {CORE_GROUP}"),
            P(f"{FILLER} {FILLER} {FILLER} {FILLER}"),
            P(f"Key finding 4: {OPTIMISM}"),
            H("Conclusions", 2),
            P("The panel concludes that the death could not have been foreseen by one service."),
        ),
        running_head="Report of the panel, not for onward circulation",
        columns=2,
        formats=("pdf",),
    ),
    (
        Expected(SUPERVISION, "1"),
        Expected(DEBT, "2"),
        Expected(CORE_GROUP, "3"),
        Expected(OPTIMISM, "4"),
    ),
    "labelled",
)

RUN_INS = Sample(
    "bold run-in headings",
    Report(
        (
            H("Multi-agency professional forum: a family at the harbour"),
            H("What was discussed"),
            P("They met in the spring and again in the autumn.", lead="The meetings."),
            H("What we learned"),
            P(SUPERVISION, lead="Somebody to think with."),
            P("This was said at every table."),
            P(DEBT, lead="Money and food."),
            P(NIGHT, lead="Out of hours."),
            H("What happens next"),
            P("A note goes to the Committee in June.", lead="Feedback."),
        )
    ),
    (Expected(SUPERVISION), Expected(DEBT), Expected(NIGHT)),
    "run_in_headings",
)

BULLETED = Sample(
    "bullets and capitals",
    Report(
        (
            P("CRITICAL INCIDENT REVIEW", bold=True),
            P("BACKGROUND", bold=True),
            Bullets(("The boy is nine years old.", "He has lived with his aunt since the summer.")),
            P("LESSONS LEARNED", bold=True),
            P("The group agreed the following:"),
            Bullets((SUPERVISION, f"{FORM}\u00b9", OPTIMISM)),
            P("GOOD PRACTICE", bold=True),
            Bullets((MIDWIFE,)),
            P("RECOMMENDATIONS", bold=True),
            Bullets(
                (
                    "Police Scotland should share the log with the school by nine in the morning.",
                    "All agencies should read the guidance on chronologies again.",
                )
            ),
            P("RATIONALE FOR THE LEVEL OF REVIEW", bold=True),
            Bullets(("The harm was serious but short of what the criteria call for.",)),
        )
    ),
    (Expected(SUPERVISION), Expected(FORM), Expected(OPTIMISM)),
    "bulleted",
    (MIDWIFE,),
    ((None, "Police Scotland"), (None, "All agencies")),
)

LETTER = Sample(
    "decision letter",
    Report(
        (
            P("Dear Chief Officer"),
            P("Initial Case Review: Child K", bold=True),
            P(
                "I write to tell you of the decision of the sub-group, which met on 4 May 2018 to "
                "consider whether the case meets the criteria for a significant case review."
            ),
            P("The group decided not to proceed. " + FILLER),
            P("The group noted the following points of learning:"),
            Numbers((NIGHT, FORM)),
            P("It also wished to record good practice by staff, as follows:"),
            Bullets((JANITOR,)),
            P("I should be glad to discuss any of this with you when we meet in the autumn."),
            P("Yours sincerely"),
        )
    ),
    (Expected(NIGHT, "1"), Expected(FORM, "2")),
    "numbered",
    (JANITOR,),
)

HEADED = Sample(
    "sub-headings that state the finding",
    Report(
        (
            H("Serious case review: Kit"),
            H("4. Analysis"),
            P(FILLER),
            H("5. Lessons to be learnt"),
            P("Five lessons follow, in no order."),
            H("5.1 Supervision does not reach those who see children most", 2),
            P(SUPERVISION),
            H("Why it matters", 3),
            P("What is not said aloud cannot be weighed."),
            H("5.2 Debt was dealt with as though it had no bearing on the children", 2),
            P(DEBT),
            P("The housing office kept a careful record."),
            H("5.3 Praise made later signs hard to read", 2),
            P(OPTIMISM),
            H("6. Conclusion"),
            P("The overview author is grateful for the candour of staff."),
        )
    ),
    (
        Expected("Supervision does not reach those who see children most", "5.1"),
        Expected("Debt was dealt with as though it had no bearing on the children", "5.2"),
        Expected("Praise made later signs hard to read", "5.3"),
    ),
    "headed",
)

TOPICS = Sample(
    "themes over plain paragraphs, level and category in the label",
    Report(
        (
            H("Learning review: the twins"),
            H("Case findings"),
            P(f"Finding A (Family–professional interaction): {DEBT}"),
            P(f"Finding B [Cognitive and emotional bias]: {OPTIMISM}"),
            H("Systems findings"),
            P(f"Finding C: {SUPERVISION} (Management systems)"),
            P(f"Finding D: {CORE_GROUP}"),
            P("Category: Longer term work"),
            H("Response of the Committee"),
            P("Finding A is accepted, and a working group has been asked to report in June."),
        )
    ),
    (
        Expected(DEBT, "A", "family_professional_interaction"),
        Expected(OPTIMISM, "B", "cognitive_emotional_bias"),
        Expected(SUPERVISION, "C", "management_systems"),
        Expected(CORE_GROUP, "D", "longer_term_work"),
    ),
    "labelled",
)

SUMMARY_TABLE = Sample(
    "summary table of findings and chapters with five questions run in",
    Report(
        (
            H("Significant Case Review"),
            P("A Learning Together review for Moray Child Protection Committee, March 2015"),
            H("Executive summary"),
            P("The review team prioritised three findings for the Committee."),
            T(
                (
                    ("Finding", "Category"),
                    (f"Finding 1. {OPTIMISM}", "Cognitive/emotional bias"),
                    (
                        f"Finding 2. {NIGHT}",
                        "Communication and collaboration: responses to incidents",
                    ),
                    (f"Finding 3. {CORE_GROUP}", "Longer-term work"),
                ),
                widths=(320, 150),
            ),
            H("Appraisal of professional practice"),
            P(FILLER),
            H("The findings"),
            H("FINDING 1", 2),
            P(OPTIMISM, bold=True),
            P("She had done well for a year.", lead="How did it manifest in this case?"),
            P("Four teams said the same.", lead="What makes it an underlying issue?"),
            P("In nine files of twenty.", lead="How prevalent is it?"),
            P("Across the three districts.", lead="How widespread is it?"),
            P("Relapse is seen late.", lead="Why does it matter?"),
            P("Issues for the Board and its partners to consider:", bold=True),
            Bullets(("Does praise have a place in a plan?",)),
            H("FINDING 2", 2),
            P(NIGHT, bold=True),
            P("The log shows three such nights."),
            H("FINDING 3", 2),
            P(CORE_GROUP, bold=True),
            P("Questions for the Committee to consider", bold=True),
            Numbers(("Who asks about the child's day?", "Who would notice if nobody did?")),
            H("Glossary"),
            T((("Term", "Meaning"), ("SCR", "Significant case review"))),
        )
    ),
    (
        Expected(OPTIMISM, "1", "cognitive_emotional_bias", issues=1),
        Expected(NIGHT, "2", "responses_to_incidents"),
        Expected(CORE_GROUP, "3", "longer_term_work", issues=2),
    ),
    "findings_table",
)

MINUTE = Sample(
    "minute with numbered paragraphs",
    Report(
        (
            P("Minute of the Initial Case Review Group", bold=True),
            P("Held on 11 February 2014"),
            P("1. Present", bold=True),
            P("The chair and four members."),
            P("2. The case", bold=True),
            P(f"2.1 {FILLER}"),
            P("2.2 The lessons of the last case were recalled."),
            P("3. Discussion", bold=True),
            P("3.1 Members asked whether the harm was serious. It was agreed that it was not."),
            P("4. Learning identified", bold=True),
            P(f"4.1 {DEBT}"),
            P(f"4.2 {SUPERVISION}"),
            P("5. Recommendations", bold=True),
            P("5.1 Education: to arrange an hour of supervision a month for key workers."),
            P("6. Decision", bold=True),
            P("6.1 The group decided not to proceed to a significant case review."),
            P("7. Date of next meeting", bold=True),
            P("7.1 To be arranged."),
        )
    ),
    (Expected(DEBT, "4.1"), Expected(SUPERVISION, "4.2")),
    "numbered",
    (),
    (("5.1", "Education"),),
)

FIELD_LINES = Sample(
    "notification as labelled lines",
    Report(
        (
            H("ICR notification"),
            P("Committee: Highland Child Protection Committee"),
            P("Summary of circumstances: " + FILLER),
            P("Decision: Proceed to a Learning Review"),
            P("Rationale: There is more to be learned than the agencies' own reports have shown."),
            P("Early learning:"),
            P(f"(a) {NIGHT}"),
            P(f"(b) {DEBT}"),
            P("Date of decision: 3rd March 2022"),
        )
    ),
    (Expected(NIGHT, "a"), Expected(DEBT, "b")),
    "numbered",
)

ROMAN = Sample(
    "roman numerals, a list inside a finding and closing text",
    Report(
        (
            H("Thematic audit of pre-birth planning"),
            H("What the audit found"),
            P("i) Plans made before birth name the worry and leave out:"),
            Bullets(("who will visit in the first week;", "what would bring the date forward.")),
            P(f"ii) {FORM}"),
            P(f"iii) {OPTIMISM}"),
            P("Taken together these findings show a service that plans well for the birth itself."),
            H("Actions required"),
            P("1) The Committee should revise the plan's format by June."),
            P("2) Midwives and social workers to agree who visits first.", bold=False),
        )
    ),
    (
        Expected(
            "Plans made before birth name the worry and leave out: who will visit in the first "
            "week; what would bring the date forward.",
            "i",
        ),
        Expected(FORM, "ii"),
        Expected(OPTIMISM, "iii"),
    ),
    "numbered",
    (),
    (("1", "Committee"), ("2", "Midwives and social workers")),
)

TOPIC_HEADS = Sample(
    "themes as headings over paragraphs and recommendations among them",
    Report(
        (
            H("Serious Case Review: Baby T"),
            H("1 Introduction"),
            P("This review was commissioned by the Board."),
            H("2 Themes and learning"),
            P("Three themes emerged from the work of the panel."),
            H("2.1 Supervision", 2),
            P(SUPERVISION),
            P("Managers knew of the gap."),
            P("Recommendation 1: The Board should ask each nursery for its plan."),
            H("2.2 Poverty and housing", 2),
            P(DEBT),
            P("Recommendation 2: Housing services should share notices of arrears."),
            H("2.3 Out of hours", 2),
            P(NIGHT),
            H("3 Concluding remarks"),
            P("The panel is grateful to the family."),
        )
    ),
    (Expected(SUPERVISION, "2.1"), Expected(DEBT, "2.2"), Expected(NIGHT, "2.3")),
    "headed",
    (),
    (("1", "Board"), ("2", "Housing services")),
)

CATEGORY_PARAGRAPHS = Sample(
    "category headings over unnumbered paragraphs",
    Report(
        (
            H("Case review using the Learning Together model"),
            H("Findings"),
            P("The findings are set out under the headings of the typology."),
            H("TOOLS", 2),
            P(FORM),
            H("Cognitive Influence and Human Bias in processing information", 2),
            P(OPTIMISM),
            H("Family – professional interactions", 2),
            P(DEBT),
            H("Innate human biases (cognitive and emotional)", 2),
            H("Next steps"),
            P("The Committee will consider the report in the new year."),
        )
    ),
    (
        Expected(FORM, None, "tools"),
        Expected(OPTIMISM, None, "cognitive_emotional_bias"),
        Expected(DEBT, None, "family_professional_interaction"),
    ),
    "learning_together",
)

SILENT = Sample(
    "a report without findings",
    Report(
        (
            H("Single agency chronology"),
            H("Background"),
            P(FILLER),
            H("Methodology"),
            P("Files were read. 1. The first file. 2. The second file."),
            H("Terms of reference"),
            Numbers(("To establish the facts.", "To identify lessons to be learned.")),
        )
    ),
    (),
    "",
)

SAMPLES = (
    LEARNING_TOGETHER,
    OVERVIEW,
    WELSH,
    NOTIFICATION,
    LEARNING_REVIEW,
    TABLE,
    TWO_COLUMNS,
    RUN_INS,
    BULLETED,
    LETTER,
    HEADED,
    TOPICS,
    SUMMARY_TABLE,
    MINUTE,
    FIELD_LINES,
    ROMAN,
    TOPIC_HEADS,
    CATEGORY_PARAGRAPHS,
    SILENT,
)
