"""Kai's five assessments over three versions of a local toolkit, as people record them.

From the fourth to the fifth something fell with evidence, something fell without, something only
grew old, something was looked at by nobody, and something got worse.
"""

from __future__ import annotations

from copy import deepcopy
from datetime import timedelta
from typing import Any

from app.demonstration.sheet import Said, Sheet

REVIEWED = (400, 310, 220, 130, 40)
"""How many days ago each assessment was submitted."""
PUBLISHED = (420, 250, 160)
"""How many days ago each version of the toolkit came."""
SLUG = "northfield-seraf"
STEPPED_DOWN = 218

_VULNERABLE = (
    "vulnerable_emotional_neglect", "vulnerable_physical_abuse", "vulnerable_sexual_abuse",
    "vulnerable_family_breakdown", "vulnerable_family_domestic_abuse",
    "vulnerable_family_substances", "vulnerable_family_mental_health", "vulnerable_self_esteem",
    "vulnerable_accommodation", "vulnerable_isolation", "vulnerable_protective_adult",
)
_MODERATE = (
    "moderate_out_late", "moderate_unknown_contacts", "moderate_phone", "moderate_online",
    "moderate_distress", "moderate_education", "moderate_drugs", "moderate_alcohol",
    "moderate_sexual_health", "moderate_lost_contact", "moderate_exploited_peers",
    "moderate_sexualised_contact", "moderate_family_ties",
)
_SIGNIFICANT = (
    "significant_missing", "significant_controlling_adult",
    "significant_abuse_by_controlling_adult", "significant_vehicles",
    "significant_unexplained_items", "significant_places", "significant_injury",
    "significant_withdrawn_disclosure",
)


# The toolkit


def versions(national: dict[str, Any]) -> tuple[tuple[dict[str, Any], str], ...]:
    """The three documents of the local toolkit, made of the national one, each with its note."""
    first = {**deepcopy(national), "slug": SLUG, "title": "Northfield SERAF",
             "owner": "Northfield safeguarding children partnership"}
    second = _asks_about_phones_anew(first)
    return ((first, "As the national toolkit has it"),
            (second, "Asks about phones in plainer words"),
            (_asks_of_family_and_friends_apart(second),
             "Asks of family and of friends in two questions"))


def _asks_about_phones_anew(document: dict[str, Any]) -> dict[str, Any]:
    made = deepcopy(document)
    made["schema"]["properties"]["moderate_phone"]["title"] = (
        "Uses a phone in a way that worries those who know the child")
    return {**made, "lineage": [
        {"relation": "reworded", "from": ["moderate_phone"], "to": ["moderate_phone"],
         "note": "Plainer words, the same meaning."}]}


def _asks_of_family_and_friends_apart(document: dict[str, Any]) -> dict[str, Any]:
    made = deepcopy(document)
    _split(made, "moderate_family_ties", {
        "moderate_family_apart": "Growing apart from the family",
        "moderate_friends_apart": "Growing apart from friends or usual activities"})
    return {**made, "lineage": [
        {"relation": "split", "from": ["moderate_family_ties"],
         "to": ["moderate_family_apart", "moderate_friends_apart"],
         "note": "The two are not alike: people who exploit children begin with friends."}]}


def _split(document: dict[str, Any], key: str, into: dict[str, str]) -> None:
    """Ask several questions like one in its place, and count each."""
    asked = document["schema"]["properties"]
    scope = f"#/properties/{key}"
    old = asked[key]
    document["schema"]["properties"] = _in_place(
        asked, key, {new: {**old, "title": title} for new, title in into.items()})
    required = document["schema"]["required"]
    at = required.index(key)
    required[at:at + 1] = into
    for section in document["uischema"]["elements"]:
        _repeat(section["elements"], scope, into)
    for measure in document["measures"]:
        _repeat(measure["terms"], scope, into)


def _in_place(
    asked: dict[str, Any], key: str, instead: dict[str, Any]
) -> dict[str, Any]:
    made: dict[str, Any] = {}
    for name, schema in asked.items():
        made.update(instead if name == key else {name: schema})
    return made


def _repeat(parts: list[dict[str, Any]], scope: str, into: dict[str, str]) -> None:
    """Put a copy for each new key where the part with a scope stands, here or in a group."""
    for part in parts:
        _repeat(part.get("elements", []), scope, into)
    place = next((at for at, part in enumerate(parts) if part.get("scope") == scope), None)
    if place is not None:
        parts[place:place + 1] = [
            {**deepcopy(parts[place]), "scope": f"#/properties/{new}"} for new in into]


# The assessments


def _all(keys: tuple[str, ...], value: str) -> dict[str, str]:
    return dict.fromkeys(keys, value)


def _agencies(*answered: str) -> list[dict[str, object]]:
    return [{"agency": name, "asked_on": timedelta(days=10), "answered": "yes"}
            for name in answered]


def _seen(*sightings: tuple[int, str]) -> list[dict[str, object]]:
    return [{"on": timedelta(days=days), "what": what} for days, what in sightings]


def _actions(*planned: tuple[str, str, int]) -> list[dict[str, object]]:
    return [{"action": action, "who": who, "due": timedelta(days=-days)}
            for action, who, days in planned]


_COMPLETER = {
    "danger_now": "no", "completer_name": "Amira Khan",
    "completer_role": "Social worker, Northfield children’s social care",
    "completed_on": timedelta(0), "next_review": timedelta(days=-91),
}

FIRST = Sheet(
    said={
        **_COMPLETER, **_all(_VULNERABLE, "not_present"), **_all(_MODERATE, "not_present"),
        **_all(_SIGNIFICANT, "not_present"),
        "young_person_name": "Kai Brennan", "date_of_birth": "2010-03-22",
        "completed_with": "both", "last_seen_alone": timedelta(days=4), "missing_episodes": 3,
        "voice": "They are the only ones who ask me to things.",
        "voice_heard_on": timedelta(days=4), "voice_heard_how": "Walking, on his own",
        "vulnerable_family_breakdown": Said("present", "Father left in spring.", "Mother"),
        "vulnerable_self_esteem": Said("present", "Says that nobody would miss him.", "School"),
        "vulnerable_isolation": Said("present", "No friend of his age was named.", "School"),
        "moderate_out_late": Said(
            "present", "Comes home after midnight twice a week and gives no reason.", "Mother", 6),
        "moderate_phone": Said(
            "present", "A second phone, bought by somebody else.", "Mother", 9),
        "moderate_drugs": Said("present", "Cannabis; does not say who gives it.", "School", 12),
        "moderate_distress": Said("present", "Cried in form time.", "School", 8),
        "moderate_family_ties": Said(
            "present", "Has left the football team and stays away from meals.", "Mother", 9),
        "significant_missing": Said("present", "Missing two nights.", "Police"),
        "significant_unexplained_items": Said("present", "Trainers worth 200 pounds.", "Mother"),
        "summary": "Somebody gives Kai things and takes his evenings. Who it is, is not known.",
        "protective_factors": "Mother asks for help and tells police at once.",
        "overall_category": "category_4",
    },
    rows={
        "agencies_asked": _agencies("Police", "School", "Health"),
        "significant_missing_seen": _seen((5, "Missing two nights; police found him in town.")),
        "significant_unexplained_items_seen": _seen((8, "Trainers, seen by mother.")),
        "actions": _actions(
            ("Strategy meeting with police and school", "Sam Reed", 7),
            ("Mentor from the boys’ group, every week", "Youth service", 21)),
    },
)

SECOND = Sheet(
    said={
        **_COMPLETER, "completed_with": "both", "last_seen_alone": timedelta(days=3),
        "missing_episodes": 5, "voice": "I do not want to talk about Rick.",
        "voice_heard_on": timedelta(days=3), "voice_heard_how": "In the car, on his own",
        "moderate_out_late": Said("present", "Four nights in two weeks.", "Mother", 5),
        "moderate_phone": Said("present", "The second phone rings at night.", "Mother", 5),
        "moderate_drugs": Said("present", "Cannabis found in his bag.", "School", 10),
        "moderate_distress": Said("present", "Shakes when the phone rings.", "Mother", 5),
        "moderate_family_ties": Said(
            "present", "Speaks to nobody at home or in the team.", "Mother", 6),
        "significant_missing": Said("present", "Missing five times.", "Police"),
        "significant_vehicles": Said(
            "present", "A man called Rick collects him in a white van.", "School and police"),
        "significant_unexplained_items": Said("present", "A watch and cash.", "Mother"),
        "summary": "A man called Rick collects Kai and pays for things. Police know the van.",
        "overall_category": "category_4",
    },
    rows={
        "agencies_asked": _agencies("Police", "School", "Health", "Youth service"),
        "significant_missing_seen": _seen((12, "Missing overnight; came back with cash.")),
        "significant_vehicles_seen": _seen((7, "White van at the school gate, by a teacher.")),
        "significant_unexplained_items_seen": _seen((12, "A watch and cash, by mother.")),
        "actions": _actions(
            ("Disruption of the man with the van", "Police", 14),
            ("School calls police when the van is seen", "Deputy head", 3)),
    },
    seen=("moderate_unknown_contacts", "moderate_exploited_peers",
          "significant_controlling_adult", "significant_abuse_by_controlling_adult",
          "significant_places", "significant_injury"),
)

THIRD = Sheet(
    said={
        **_COMPLETER, "completed_with": "both", "last_seen_alone": timedelta(days=2),
        "missing_episodes": 1, "voice": "I miss the money. I do not miss him.",
        "voice_heard_on": timedelta(days=2), "voice_heard_how": "At the boys’ group, on his own",
        "vulnerable_family_breakdown": Said("present", "Sees his father on Sundays.", "Mother"),
        "moderate_out_late": Said("present", "Once a week, says with whom.", "Mother", 6),
        "moderate_phone": Said("present", "Still hides the second phone.", "Mother", 6),
        "moderate_drugs": Said("present", "Smokes with two boys from the team.", "Mentor", 9),
        "moderate_distress": Said("present", "Sleeps badly since the arrest.", "Mother", 4),
        "moderate_family_ties": Said(
            "present", "Eats with the family again; not back in the team.", "Mother", 6),
        "significant_missing": Said("present", "Missing one night, after the arrest.", "Police"),
        "significant_vehicles": Said(
            "not_present", "The man was arrested and his bail keeps him out of Northfield. Police, "
            "school and mother have not seen the van for seven weeks.",
            "Police, school and mother", 5),
        "significant_unexplained_items": Said(
            "not_present", "Mother and mentor look at what he has with him every week. Nothing "
            "new since the arrest.", "Mother and mentor", 4),
        "summary": "The man who paid Kai is kept out of Northfield. One night missing since.",
        "overall_category": "category_3",
    },
    rows={
        "agencies_asked": _agencies("Police", "School", "Health", "Youth service"),
        "significant_missing_seen": _seen((20, "Missing one night; found at his father’s.")),
        "actions": _actions(
            ("Bail conditions are checked every week", "Police", 7),
            ("Back to football, with the mentor", "Youth service", 30)),
    },
    seen=("moderate_unknown_contacts", "moderate_exploited_peers",
          "significant_controlling_adult", "significant_abuse_by_controlling_adult",
          "significant_places", "significant_injury"),
    together=("vulnerable_emotional_neglect", "vulnerable_physical_abuse"),
)

FOURTH = Sheet(
    said={
        **_COMPLETER, "completed_with": "both", "last_seen_alone": timedelta(days=3),
        "missing_episodes": 0, "voice": "Football is all right.",
        "voice_heard_on": timedelta(days=3), "voice_heard_how": "After training, on his own",
        "moderate_out_late": Said("present", "Out late on Fridays, with Jay.", "Mother", 8),
        "moderate_phone": Said(
            "not_present", "He gave the second phone to police himself; the number is off.",
            "Police", 30),
        "moderate_drugs": Said("present", "Cannabis at weekends.", "Mentor", 8),
        "moderate_distress": Said("present", "Nightmares; sees the school counsellor.",
                                  "School", 8),
        "moderate_family_apart": Said("present", "Still angry with his father.", "Mother", 8),
        "moderate_friends_apart": Said(
            "not_present", "Back in the team since May.", "Coach", 8),
        "significant_missing": Said("present", "Not missing since the night at his father’s.",
                                    "Police"),
        "summary": "Kai is back in the team. The trial is in autumn.",
        "overall_category": "category_3",
    },
    rows={
        "agencies_asked": _agencies("Police", "School", "Health", "Youth service"),
        "actions": _actions(("Counselling every week until the trial", "School", 14)),
    },
    seen=("moderate_unknown_contacts", "moderate_exploited_peers",
          "significant_controlling_adult", "significant_abuse_by_controlling_adult",
          "significant_vehicles", "significant_unexplained_items", "significant_places"),
)

FIFTH = Sheet(
    said={
        **_COMPLETER, "completed_with": "professional", "last_seen_alone": timedelta(days=24),
        "missing_episodes": 0, "voice": "“All fine”, by text message.",
        "voice_heard_on": timedelta(days=6), "voice_heard_how": "By text message",
        "moderate_drugs": Said(
            "not_present", "Clean tests with the coach for ten weeks, and his mother has seen and "
            "smelled nothing.", "Coach and mother", 6),
        "moderate_out_late": Said("not_present"),
        "moderate_distress": Said("present", "Wakes at night; the trial is near.", "School", 7),
        "moderate_online": Said(
            "present", "A new account sends him money for games. He does not say whose it is.",
            "Mother", 5),
        "significant_missing": Said("present", "Not missing since.", "Police"),
        "summary": "Kai seems settled. Somebody sends him money for games.",
        "overall_category": "category_2",
    },
    rows={
        "agencies_asked": _agencies("Police", "School", "Health"),
        "actions": _actions(("Ask police about the account", "Amira Khan", 7)),
    },
    seen=("moderate_unknown_contacts", "moderate_exploited_peers",
          "significant_controlling_adult", "significant_abuse_by_controlling_adult",
          "significant_vehicles"),
)

SHEETS = (FIRST, SECOND, THIRD, FOURTH, FIFTH)
"""In the order of `REVIEWED`; the first two are on version 1, the third on 2, the rest on 3."""
VERSION_OF = (0, 0, 1, 2, 2)

EXPLAINED = (
    "Asked about at the meeting. It is as the practitioner says, and nothing that lowers the level "
    "rests on it.")
"""What the manager writes to each flag of the comparisons that are signed."""
REASON = (
    "The man is kept away by his bail, the van has not been seen for seven weeks by police, school "
    "or mother, and Kai is seen alone every week.")
