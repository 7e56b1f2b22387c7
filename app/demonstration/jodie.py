"""Jodie's four assessments: worried about, abused, protected, and where it stands today.

Told as people record it: who did what to her, how it is known, and what was done.
"""

from __future__ import annotations

from datetime import timedelta

from app.cases.models import DocumentKind
from app.demonstration.sheet import Said, Sheet

_ACTUAL = (
    "actual_under_13", "actual_exchange", "actual_involving_others", "actual_taken_to_premises",
    "actual_abduction", "actual_groomed_online",
)
SUSPECTED = (
    "suspected_behaviour_change", "suspected_older_associates", "suspected_exploited_peers",
    "suspected_unknown_associates", "suspected_absence", "suspected_appearance_change",
    "suspected_distress", "suspected_health_problems", "suspected_injuries",
    "suspected_online_contact", "suspected_sexual_images", "suspected_substances",
    "suspected_offending", "suspected_withdrawn_disclosure", "suspected_locations",
    "suspected_unfamiliar_towns", "suspected_lost_contact", "suspected_possessions",
    "suspected_clothing",
)
VULNERABLE = (
    "vulnerable_protective_adult", "vulnerable_disability", "vulnerable_young_carer",
    "vulnerable_identity_disclosure", "vulnerable_self_esteem_bullying", "vulnerable_self_esteem",
    "vulnerable_bullying", "vulnerable_support_networks", "vulnerable_household",
    "vulnerable_accommodation", "vulnerable_gang_area", "vulnerable_gang_association",
    "vulnerable_other", "vulnerable_migration_trafficking", "vulnerable_social_care",
    "vulnerable_youth_justice", "vulnerable_other_services", "vulnerable_previous_exploitation",
    "vulnerable_family_abuse", "vulnerable_family_substances", "vulnerable_family_mental_health",
    "vulnerable_poverty", "vulnerable_family_exploitation", "vulnerable_family_disruption",
    "vulnerable_family_neglect",
)


def _all(keys: tuple[str, ...], value: str) -> dict[str, str]:
    return dict.fromkeys(keys, value)


def _enquiry(unknown: str) -> dict[str, object]:
    return {"unknown": unknown, "action": "Ask police and the return interviewer",
            "owner": "Amira Khan", "due": timedelta(days=-14)}


def _shared(*names: str) -> list[dict[str, object]]:
    return [{"with_whom": name, "service": "Northfield partnership", "on": timedelta(0),
             "how": "Secure e-mail", "consent": "agreed"} for name in names]


def _plan(**rows: tuple[str, int]) -> list[dict[str, object]]:
    return [{"row": key, "who": who, "due": timedelta(days=-days)}
            for key, (who, days) in rows.items()]


_COMPLETER = {
    "completer_name": "Amira Khan", "completer_agency": "Northfield children’s social care",
    "completer_role": "Social worker", "completer_contact": "Northfield, extension 101",
    "completed_on": timedelta(0), "completer_manager": "Sam Reed",
}

FIRST = Sheet(
    said={
        **_COMPLETER, **_all(_ACTUAL, "not_known"), **_all(SUSPECTED, "not_present"),
        **_all(VULNERABLE, "not_present"),
        "purpose": ["explore", "social_care"], "gender": "female", "ethnicity": "irish",
        "young_person_name": "Jodie Marsh", "date_of_birth": "2011-05-14",
        "local_authority": "Northfield", "school": "Alder Park School", "looked_after": "no",
        "models_of_cse": ["older_boyfriend_girlfriend", "online_grooming"],
        "actual_under_13": "not_known",
        "suspected_older_associates": Said(
            "present", "School saw a man of about 25 wait for Jodie in a grey car on three days. "
            "She calls him Dex and says he is her boyfriend.", "School, Ms Boateng", 6),
        "suspected_unknown_associates": Said(
            "present", "Jodie was seen getting out of two different cars near the retail park.",
            "Police community officer", 11),
        "suspected_absence": Said(
            "present", "Missing from home four evenings this month, once until 3 in the morning. "
            "Two of them were reported.", "Mother and police", 4),
        "suspected_possessions": Said(
            "present", "A new phone and a second SIM that nobody at home bought.", "Mother", 9),
        "suspected_behaviour_change": Said(
            "present", "Withdrawn since the summer and no longer sees Kayla and Mo.", "School", 6),
        "suspected_online_contact": Said("not_known"),
        "vulnerable_family_disruption": Said("present", "Her father left in March.", "Mother"),
        "vulnerable_self_esteem_bullying": Said("present", "Bullied in year 8.", "School"),
        "summary": "A man of about 25 is giving Jodie a phone and lifts, and she is missing at "
                   "night. He is known to police for sexual offences against another child.",
        "family_consulted": "Mother was spoken to at home and is worried. She did not know of Dex.",
        "sharing_decision": "now", "association": Said(
            "known", "Police confirm that the car is registered to a man who is known to have "
            "exploited another child.", "Police", 3),
        "association_with": ["adults"], "association_contact": ["direct", "online"],
        "overall_level": "high", "overall_level_elevated": "no",
        "next_review": timedelta(days=-91),
    },
    rows={
        "family_and_friends": [
            {"name": "Carol Marsh", "relationship": "Mother", "groups": ["protects"]}],
        "professionals": [
            {"name": "Ms Boateng", "role": "Designated safeguarding lead",
             "service": "Alder Park School", "groups": ["protects"]}],
        "associates": [
            {"name": "Dex", "groups": ["may_harm"],
             "description": "About 25, drives Jodie at night, gave her a phone",
             "vehicle": "Grey hatchback"}],
        "agencies_asked": [
            {"agency": "Police", "asked_on": timedelta(days=7), "answered": "yes",
             "said": "Known for offences against another child"},
            {"agency": "School", "asked_on": timedelta(days=7), "answered": "yes"},
            {"agency": "Health", "asked_on": timedelta(days=7), "answered": "not_yet"}],
        "further_investigation": [_enquiry("Whether Dex or others have abused Jodie")],
        "actions_taken": [
            {"action": "Strategy meeting asked for", "who": "Sam Reed", "on": timedelta(0)}],
        "plan": _plan(
            raise_awareness=("Amira Khan meets Jodie weekly", 28),
            disrupt=("Police visit Dex and serve a warning notice", 14),
            missing_episodes=("Mother and police agree what to do each time", 7)),
        "shared_with": _shared("Ms Boateng", "Sergeant Lowe"),
    },
)

SECOND = Sheet(
    said={
        **_COMPLETER,
        "actual_groomed_online": Said(
            "yes", "Jodie showed her youth worker messages in which Dex demands pictures and "
            "threatens her if she tells anybody.", "Youth worker", 2),
        "suspected_older_associates": Said(
            "present", "Still sees Dex, now also a man he calls his cousin.", "Mother", 5),
        "suspected_unknown_associates": Said(
            "present", "Collected from the youth club by a driver nobody knows.",
            "Youth worker", 8),
        "suspected_absence": Said(
            "present", "Missing twice this month, once overnight.", "Police", 6),
        "suspected_possessions": Said("present", "Now also new trainers.", "Mother", 10),
        "suspected_behaviour_change": Said(
            "present", "Tearful in lessons, walks out.", "School", 4),
        "suspected_online_contact": Said(
            "present", "Messages at all hours from accounts that are not in her name.",
            "Youth worker", 2),
        "suspected_distress": Said(
            "present", "Told the school nurse that she cuts her arms.", "School nurse", 3),
        "summary": "Dex is exploiting Jodie through messages and threats. This is abuse and was "
                   "reported the same day.",
        "actual_statement": "Grooming online, with demands for pictures and threats.",
        "family_consulted": "Mother has seen the messages and has taken the phone.",
        "association": Said("known", "The same man, confirmed by police.", "Police", 2),
        "overall_level": "actual", "next_review": timedelta(days=-91),
    },
    rows={
        "actual_groomed_online_responses": [
            {"who": "Sergeant Lowe", "service": "Police", "on": timedelta(days=1),
             "what": "Statement taken, phone examined"},
            {"who": "Sam Reed", "service": "Children’s social care", "on": timedelta(days=1),
             "what": "Strategy discussion held"}],
        "agencies_asked": [
            {"agency": "Police", "asked_on": timedelta(days=5), "answered": "yes"},
            {"agency": "School", "asked_on": timedelta(days=5), "answered": "yes"},
            {"agency": "Health", "asked_on": timedelta(days=5), "answered": "yes"},
            {"agency": "Youth service", "asked_on": timedelta(days=5), "answered": "yes"}],
        "actions_taken": [
            {"action": "Police and social care told", "who": "Amira Khan",
             "on": timedelta(days=1)}],
    },
    seen=("actual_under_13", "actual_exchange", "actual_involving_others",
          "actual_taken_to_premises", "actual_abduction", "suspected_exploited_peers",
          "suspected_injuries", "vulnerable_gang_association"),
    together=("suspected_appearance_change", "suspected_clothing"),
)

HARM_ENDED = {
    "evidence": "Dex is on remand since January with no contact. Phone work finished; two months "
                "without messages, confirmed by police and mother.",
    "protects_now": "Court conditions, a phone that mother and Jodie look at together, weekly "
                    "sessions with the youth worker.",
}

THIRD = Sheet(
    said={
        **_COMPLETER,
        "actual_groomed_online": Said("not_known"),
        "completed_with": "both", "relationship_with_child": "established",
        "last_seen_alone": timedelta(days=5), "missing_episodes": 0,
        "voice": "I thought he loved me. I want to see my friends again and not be asked about it "
                 "all the time.",
        "voice_heard_on": timedelta(days=5), "voice_heard_how": "At the youth club, on her own",
        "parent_view": "Carol sees Jodie laugh again and still sits up at night.",
        "suspected_older_associates": Said(
            "not_present", "Dex is on remand. No older person has been seen with Jodie by school, "
            "mother or the youth worker for nine weeks.", "Police, school and mother", 7),
        "suspected_unknown_associates": Said(
            "not_present", "Nobody unknown has collected her since January. The youth club signs "
            "her in and out.", "Youth worker", 7),
        "suspected_absence": Said("not_present"),
        "suspected_possessions": Said("not_present", "The phone and SIM were handed to police.",
                                      "Police", 60),
        "suspected_behaviour_change": Said(
            "present", "Calmer, and back with Kayla. Still leaves lessons when men come in.",
            "School", 8),
        "suspected_online_contact": Said(
            "present", "Two friend requests from new accounts, shown to mother.", "Mother", 12),
        "suspected_sexual_images": Said("not_known"),
        "suspected_distress": Said(
            "present", "Still cuts her arms, less often. Sees the nurse weekly.",
            "School nurse", 6),
        "vulnerable_self_esteem": Said("present", "Says she is worthless.", "Youth worker"),
        "vulnerable_bullying": "not_present", "vulnerable_previous_exploitation": Said(
            "present", "Exploited by Dex last year.", "This toolkit"),
        "association": Said("suspected", "Police think that friends of Dex sent the requests.",
                            "Police", 10),
        "summary": "The man who abused Jodie is on remand and she is seen and heard every week. "
                   "Friends of his may be trying to reach her.",
        "family_consulted": "Mother was here throughout.",
        "overall_level": "high",
        "overall_level_reason": "The court case has not begun, and somebody is trying to reach "
                                "her. Medium would be too early.",
        "overall_level_elevated": "no", "next_review": timedelta(days=-91),
    },
    rows={
        "agencies_asked": [
            {"agency": "Police", "asked_on": timedelta(days=10), "answered": "yes"},
            {"agency": "School", "asked_on": timedelta(days=10), "answered": "yes"},
            {"agency": "Health", "asked_on": timedelta(days=10), "answered": "yes"},
            {"agency": "Youth service", "asked_on": timedelta(days=10), "answered": "yes"}],
        "actual_groomed_online_responses": [
            {"who": "Sergeant Lowe", "service": "Police", "on": timedelta(days=90),
             "what": "Man charged and remanded"}],
        "plan": _plan(
            raise_awareness=("Amira Khan and the youth worker, every week", 28),
            disrupt=("Police look into the new accounts", 14),
            emotional_needs=("School nurse, weekly", 28),
            diversionary_activities=("Climbing group with Kayla", 30)),
        "actions_taken": [
            {"action": "New accounts reported to police", "who": "Amira Khan",
             "on": timedelta(days=9)}],
    },
    seen=("actual_under_13", "actual_exchange", "actual_involving_others",
          "actual_taken_to_premises", "actual_abduction", "suspected_exploited_peers",
          "suspected_injuries", "vulnerable_gang_association", "association_with"),
    together=("suspected_appearance_change", "suspected_clothing"),
)

FOURTH = Sheet(
    said={
        **_COMPLETER,
        "completed_with": "professional", "relationship_with_child": "established",
        "last_seen_alone": timedelta(days=47), "missing_episodes": 1,
        "suspected_online_contact": Said(
            "not_present", "No new requests for ten weeks. Mother and Jodie look at the phone "
            "together on Sundays.", "Mother", 9),
        "suspected_distress": Said("not_present"),
        "suspected_behaviour_change": Said(
            "present", "Calmer, and back with Kayla. Still leaves lessons when men come in.",
            "School", 8),
        "suspected_absence": Said(
            "present", "Missing one evening, found at a friend’s house by her mother.",
            "Mother", 13),
        "suspected_lost_contact": "not_known",
        "association": Said("none", "Police have closed the enquiry into the accounts.",
                            "Police", 20),
        "summary": "Nobody is known to be trying to reach Jodie now. She was missing once and was "
                   "last seen alone seven weeks ago.",
        "overall_level": "standard", "next_review": timedelta(days=-91),
    },
    rows={
        "agencies_asked": [
            {"agency": "Police", "asked_on": timedelta(days=12), "answered": "yes"},
            {"agency": "School", "asked_on": timedelta(days=12), "answered": "yes"},
            {"agency": "Health", "asked_on": timedelta(days=12), "answered": "not_yet"}],
        "return_interviews": [
            {"missing_from": timedelta(days=13), "returned_on": timedelta(days=13),
             "interview": "not_yet"}],
        "actions_taken": [
            {"action": "Return interview asked for", "who": "Amira Khan",
             "on": timedelta(days=2)}],
    },
    not_applicable={"voice": "Jodie was away on a school trip; she will be seen on her return."},
    seen=("actual_under_13", "actual_exchange", "actual_involving_others",
          "actual_taken_to_premises", "actual_abduction", "actual_groomed_online",
          "suspected_exploited_peers", "suspected_injuries", "suspected_older_associates",
          "suspected_unknown_associates", "vulnerable_gang_association"),
    together=("suspected_appearance_change", "suspected_clothing"),
)

NOTES = (
    (40, "suspected_absence", "Mother rang: Jodie was an hour late from climbing, with Kayla. "
                              "She had said so beforehand."),
    (13, "suspected_absence", "Missing from 7 to 11 in the evening. Found at Kayla’s."),
    (9, "suspected_online_contact", "Looked at the phone with Carol and Jodie. Nothing new."),
)

MAP = {
    "title": "Map of places, drawn with Jodie", "kind": DocumentKind.MAPPING,
    "author": "Jodie Marsh, with Amira Khan",
}
STATEMENT = {
    "title": "What Jodie’s mother wrote down", "kind": DocumentKind.STATEMENT,
    "author": "Carol Marsh, Jodie’s mother", "sensitivity": "third-party",
    "about_question": "suspected_absence",
}
STATEMENT_WORDS = """\
On Friday Jodie came home at ten, as we had agreed. A grey car stopped at the corner and drove off
when I came out. I did not see who was in it. She says it was not Dex. I believe her, but I wrote
down the time: ten past ten.

Her friend Kayla has been here twice this week and they did homework.
"""
