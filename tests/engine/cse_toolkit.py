"""The shipped CSE toolkit for tests: its questions with their requirements, and answers to it."""

from datetime import date
from pathlib import Path

import pytest

from app.engine.answers import Answers
from app.engine.asking import effective
from app.engine.conditions import UNDEFINED
from app.engine.document import read
from app.engine.levels import work_out
from app.engine.validation import submission_findings

DOCUMENTS = Path(__file__).parents[2] / "form_definitions" / "cse-risk-assessment"
TOOLKIT = read((DOCUMENTS / "1.json").read_text(encoding="utf-8"))
TODAY = date(2026, 3, 2)
RATIONALE = "Rationale for what you have scored"

# Each question: key, requirement, words that its label, hint and note must hold between them.
ACTUAL = [
    ("actual_under_13", "S4.37", "under 13|raped|any other kind of sexual activity|"
     "any other person"),
    ("actual_exchange", "S4.39", "aged 13 or over|adults|peers|exchange"),
    ("actual_involving_others", "S4.40", "money, goods or status|gang|forcing or coercing|"
     "other children|sexual exploitation"),
    ("actual_taken_to_premises", "S4.41", "traffics|hotels|clubs|brothels|massage parlours"),
    ("actual_abduction", "S4.42", "abducted|against their will|false imprisonment"),
    ("actual_groomed_online", "S4.43", "grooming|online|sexual exploitation"),
]
SUSPECTED = {
    "suspected_family": [
        ("suspected_behaviour_change", "S4.49", "at home|at school|secretive|withdrawn|isolated|"
         "usual friends|disruptive|hostile|aggressive|sexualised language|"
         "apart from their family"),
        ("suspected_older_associates", "S4.50", "significantly older|peer|dependence|loyalty|"
         "protective relationships|manipulates|threatens|violent|people the child cares for|"
         "boyfriend or girlfriend|aliases|nicknames|occupation|make, model and registration"),
        ("suspected_exploited_peers", "S4.51", "other children|sexually exploiting|aliases|"
         "nicknames|where they meet"),
        ("suspected_unknown_associates", "S4.52", "unusual|adults or peers|neither family|callers|"
         "away from the family home|out of cars|social media|texts"),
        ("suspected_absence", "S4.53", "regular|home, care setting or school|nobody can explain|"
         "reported or not|withdrawn from school or college|everyday life"),
    ],
    "suspected_health": [
        ("suspected_appearance_change", "S4.54", "weight gained or lost|new clothes|make-up|"
         "tattoos|gang signs or tags|brand"),
        ("suspected_distress", "S4.55", "despair|self-harm|suicide|self-loathing|emptiness|"
         "hopelessness|seen or reported|overdose|eating|diet products|health referral"),
        ("suspected_health_problems", "S4.56", "sexual health|repeated tests or treatment|"
         "infections|unplanned pregnancies|miscarriages|terminations|higher risk"),
        ("suspected_injuries", "S4.57", "marks|scars|injury|body or face|hide|clothes|"
         "hairstyle|make-up"),
    ],
    "suspected_behaviour": [
        ("suspected_online_contact", "S4.58", "internet|phone|games|apps|sexual messages|consoles"),
        ("suspected_substances", "S4.59", "use or misuse|drugs or alcohol|kept hidden|"
         "gives cause for concern|older boyfriend or girlfriend|older friend"),
        ("suspected_offending", "S4.60", "crime|anti-social|connected with a gang|member|linked"),
        ("suspected_withdrawn_disclosure", "S4.61", "sexual or physical assault|taken it back"),
        ("suspected_locations", "S4.62", "hotspots|sex work|on or off the street|other sites|"
         "informal trade|taxi|tram|coach"),
        ("suspected_unfamiliar_towns", "S4.63", "towns or cities|no earlier connection"),
        ("suspected_lost_contact", "S4.64", "professionals have lost contact"),
    ],
    "suspected_appearance": [
        ("suspected_possessions", "S4.65", "no plausible explanation|key cards|property|money|"
         "phones|sim|clothes|jewellery|credit cards"),
        ("suspected_clothing", "S4.66", "clothing|sexualised|hidden|change of clothes|friend’s"),
    ],
}
VULNERABLE = {
    "vulnerable_intra_personal": [
        ("vulnerable_protective_adult", "S4.70", "positive relationship|protective and nurturing|"
         "disrupted|bereavement|loss"),
        ("vulnerable_disability", "S4.71", "physical|learning|communication disorder|adhd"),
        ("vulnerable_young_carer", "S4.72", "young carer"),
        ("vulnerable_identity_disclosure", "S4.73", "unsure|cannot tell|orientation|"
         "gender identity|family or friends"),
        ("vulnerable_self_esteem_bullying", "S4.74", "self-esteem|been bullied|bullied others|"
         "homophobic|racist|ethnic|gang"),
        ("vulnerable_support_networks", "S4.75", "losing touch|family|friends|support services|"
         "social services"),
        ("vulnerable_household", "S4.76", "household|little order|broken down"),
        ("vulnerable_accommodation", "S4.77", "unsuitable|street|unsuitable adults|hostel|"
         "bed and breakfast|sofas"),
        ("vulnerable_gang_area", "S4.78", "neighbourhood|gangs|postcode"),
        ("vulnerable_gang_association", "S4.79", "relatives|peers|intimate"),
        ("vulnerable_other", "S4.80", "any other|observation"),
    ],
    "vulnerable_services": [
        ("vulnerable_migration_trafficking", "S4.81", "migrant|refugee|asylum|trafficked|"
         "national referral mechanism"),
        ("vulnerable_social_care", "S4.82", "is or has been|social care|child protection plan|"
         "looked after"),
        ("vulnerable_youth_justice", "S4.83", "youth justice|kind of offence"),
        ("vulnerable_other_services", "S4.84", "support or services|another agency|"
         "drug and alcohol|mental health"),
        ("vulnerable_previous_exploitation", "S4.85", "sexual exploitation|before|details"),
    ],
    "vulnerable_family": [
        ("vulnerable_family_abuse", "S4.86", "domestic abuse|has been|forced marriage|"
         "honour-based|sexual abuse of a child within the family"),
        ("vulnerable_family_substances", "S4.87", "substance misuse or dependency|has been"),
        ("vulnerable_family_mental_health", "S4.88", "mental health|affect parenting|"
         "have affected"),
        ("vulnerable_poverty", "S4.89", "poverty or deprivation"),
        ("vulnerable_family_exploitation", "S4.90", "exploitation|sale of sex|have been"),
        ("vulnerable_family_disruption", "S4.91", "recently|someone new|hospital|bereavement|"
         "prison|separation or divorce|missing"),
        ("vulnerable_family_neglect", "S4.92", "parent, carer or other family member|neglects"),
    ],
}
PLAN = [
    ("raise_awareness", "S4.112", "aware of sexual exploitation|the family|own circumstances"),
    ("disrupt", "S4.113", "disrupt anyone who is a risk|their family"),
    ("missing_episodes", "S4.114", "missing episodes less likely"),
    ("sexual_health", "S4.115", "promote sexual health|point out health services|to use them"),
    ("information_and_evidence", "S4.116", "check information|protect evidence|"
     "share intelligence with police"),
    ("emotional_needs", "S4.117", "emotional needs|and of the family"),
    ("substance_misuse", "S4.118", "risks of substance misuse known|support services"),
    ("small_team", "S4.119", "a few professionals|work directly with the child and family|"
     "reach services|gather and speak up for their views"),
    ("diversionary_activities", "S4.120", "activities|self-esteem"),
    ("level_known", "S4.121", "everyone who needs to know|level of risk"),
    ("resilience", "S4.122", "resilience|what strengthens|how that will be supported"),
]
# What each level suggests beyond the one before, and what a level means.
INTERVENTIONS = [
    ("standard", "S4.107", "teach the child or young person|how to get help|record this as an "
     "initial contact|services, if any|professionals|family members where appropriate|"
     "plan the work|monitored|reviewed"),
    ("medium", "S4.108", "with the child or young person on the risks of sexual exploitation|"
     "police to share intelligence|disruption with police|lscb|friends|rest of the family|"
     "what risks they face|vulnerable"),
    ("high", "S4.109", "set procedures|strategy meeting|lead professional|police, probation, "
     "education, health and social care|multi-agency protection plan|direct work|"
     "child, the family and the persons of concern"),
    ("actual", "S4.110", "alert police and children’s social care|child protection procedures|"
     "section 47|criminal investigation"),
]
_THEY_MAY_BE = (
    "family friends|suspected of trafficking|gang|peers involved in exploitative sexual activity|"
    "older|boyfriend|girlfriend|by phone|online|similar means")
LEVELS = [
    ("standard", "S4.100", "nothing recorded points to contact|suspected|known|thinks|acts|looks|"
     "what they have|how they live|cause for concern"),
    ("medium", "S4.101", "contact with people or groups who are suspected of sexually exploiting|"
     + _THEY_MAY_BE),
    ("high", "S4.102", "contact with people or groups who are known to have sexually exploited|"
     + _THEY_MAY_BE),
    ("actual", "S4.103", "at least one indicator of actual sexual abuse"),
]


def shown(rows):
    """The rows as parameters, each carrying its own requirement."""
    return [pytest.param(key, words, id=key, marks=pytest.mark.requirement(requirement))
            for key, requirement, words in rows]


def within(groups):
    """The rows of all sections."""
    return [row for rows in groups.values() for row in rows]


def keys(rows):
    """The keys of the questions."""
    return [key for key, *_ in rows]


def option_keys(key):
    """What can be recorded in answer to a question."""
    return [option.key for option in TOOLKIT.questions[key].options]


def wording(key):
    """All that always stands with a question, in lower case."""
    question = TOOLKIT.questions[key]
    return " ".join((question.label, question.hint, question.note)).lower()


def lost(words, text):
    """Which of the words, parted by |, the text does not hold, whatever its capitals."""
    return [word for word in words.split("|") if word not in text.lower()]


def answers(values=None, rows=None, marks=None):
    """Answers to the toolkit, by address."""
    return Answers(values or {}, rows or {}, marks or {})


def counting(given):
    """The answers that count today."""
    return effective(TOOLKIT, given, {}, TODAY)


def result(**values):
    """Measures and levels of these answers alone."""
    return work_out(TOOLKIT, counting(answers(values)))


def against(given, *, by_manager=False):
    """What stands against submitting: address → kind."""
    counted = counting(given)
    found = submission_findings(
        TOOLKIT, counted, work_out(TOOLKIT, counted), by_manager=by_manager)
    return {finding.address: finding.kind for finding in found}


def calls(**values):
    """The questions whose answer calls for action at once."""
    counted = counting(answers(values)).answers.values
    return [i.key for i in TOOLKIT.immediate if i.when.holds(counted.get(i.key, UNDEFINED))]
