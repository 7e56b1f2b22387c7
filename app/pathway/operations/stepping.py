"""Stepping down and closing, through the gate; and opening a closed case again."""

from __future__ import annotations

from datetime import datetime

from app.accounts.models import User
from app.cases import operations as cases
from app.cases.access import not_allowed
from app.cases.operations.changing import check_open
from app.engine.council_route import Act
from app.engine.reduction import Verdict
from app.errors import Conflict, Refused
from app.pathway import queries
from app.pathway.gate import Gate, bars, gate_of
from app.pathway.models import Decision, DecisionKind, Route
from app.pathway.operations.deciding import (
    Deciding,
    Made,
    Said,
    check_said,
    decided,
    deciding,
    refuse,
)
from app.pathway.operations.guarding import allowing
from app.reviews import queries as reviews


def step_down(
    *, actor: User, now: datetime, case_id: int, level_id: str, cited: int | None, said: Said,
    exceptional: bool = False,
) -> Decision:
    """Lower the level that a case stands at, by the last signed comparison (S3.35, ruling X7).

    `cited` is the id of the signature that the page showed, None where there was none: it is
    never chosen. `exceptional` asks for the exceptional route where the gate is shut. The same
    page sent again gives the same decision. Raises GateShut, recorded; NotAllowed, NotFound;
    Conflict where another signature is the last by now; Refused (with `field`).
    """
    with deciding(actor, now, case_id, said.save_id) as at:
        if at.again is not None:
            return at.again
        gate = _gate_to_step_down(at)
        _check_cited(gate, cited)
        level = next((one for one in gate.lower_levels if one.id == level_id), None)
        verdict = gate.verdict_on(Act.STEP_DOWN, level)
        route = _route(at, gate, verdict, exceptional, Act.STEP_DOWN)
        if level is None:
            raise Refused("Choose the level to step down to", field="level_id")
        check_said(said, now, with_action=True)
        assert gate.in_force is not None
        return decided(at, said, Made(
            kind=DecisionKind.STEPPED_DOWN, before=gate.in_force.level, after=level, route=route,
            sign_off_id=gate.cited.id if gate.cited else None, verdict=verdict,
            request_id=_answered(at, Act.STEP_DOWN)))


def close(
    *, actor: User, now: datetime, case_id: int, cited: int | None, said: Said,
    exceptional: bool = False,
) -> Decision:
    """Close a case, by the last signed comparison (S3.35, S3.36); arguments as in `step_down`.

    A case in which no assessment was ever submitted has nothing to step down from, and is closed
    with a reason alone.
    """
    with deciding(actor, now, case_id, said.save_id) as at:
        if at.again is not None:
            return at.again
        check_open(at.case)
        gate = gate_of(at.case, now)
        made = _never_assessed(at) if gate is None else _assessed(at, gate, cited, exceptional)
        check_said(said, now, with_action=gate is not None)
        decision = decided(at, said, made)
        with allowing(decision):
            cases.close_case(actor=actor, now=now, case_id=case_id)
    return decision


def reopen(*, actor: User, now: datetime, case_id: int, said: Said) -> Decision:
    """Open a closed case again, with a reason; the level stands where it stood.

    Raises NotAllowed, NotFound, Refused (with `field`) where it is open or no reason is given.
    """
    with deciding(actor, now, case_id, said.save_id) as at:
        if at.again is not None:
            return at.again
        if not at.case.is_closed:
            raise Refused("This case is open already.")
        check_said(said, now, with_action=False)
        stands = queries.in_force(case_id)
        level = stands.level if stands else None
        decision = decided(at, said, Made(
            kind=DecisionKind.REOPENED, before=level, after=level))
        with allowing(decision):
            cases.reopen_case(actor=actor, now=now, case_id=case_id)
    return decision


def _never_assessed(at: Deciding) -> Made:
    verdict = bars(at.case, at.now)
    if verdict.shortfalls:
        raise refuse(at, verdict, Act.CLOSE)
    return Made(kind=DecisionKind.CLOSED, request_id=_answered(at, Act.CLOSE))


def _assessed(at: Deciding, gate: Gate, cited: int | None, exceptional: bool) -> Made:
    _check_cited(gate, cited)
    after = gate.recorded.level if gate.recorded else None
    route = _route(at, gate, gate.closing, exceptional, Act.CLOSE)
    return Made(
        kind=DecisionKind.CLOSED, before=gate.in_force.level if gate.in_force else None,
        after=after, route=route, sign_off_id=gate.cited.id if gate.cited else None,
        verdict=gate.closing, request_id=_answered(at, Act.CLOSE))


def _answered(at: Deciding, act: Act) -> int | None:
    """The id of what was asked of a discussion, which the decision ends."""
    request = queries.standing_requests(at.case.id).get(act)
    return request.id if request else None


def _route(
    at: Deciding, gate: Gate, verdict: Verdict, exceptional: bool, act: Act
) -> Route:
    """The route that is open to whoever decides; raises GateShut or NotAllowed where none is."""
    _check_sees_all(at, gate)
    if not verdict.needs_exceptional:
        return Route.ORDINARY
    if not exceptional or verdict.kinds & act.never:
        raise refuse(at, verdict, act)
    _check_senior(at, gate)
    return Route.EXCEPTIONAL


def _check_senior(at: Deciding, gate: Gate) -> None:
    if not at.actor.senior:
        raise not_allowed(at.case, "Only a senior can use the exceptional route.")
    too_near = gate.too_near(at.actor)
    if too_near:
        raise not_allowed(at.case, too_near)


def _check_sees_all(at: Deciding, gate: Gate) -> None:
    if gate.pair is not None and not reviews.sees_all(at.actor, at.case.id, *gate.pair):
        raise not_allowed(at.case, (
            "Something of this comparison is withheld from you, and nobody decides on what they "
            "see only in part."))


def _gate_to_step_down(at: Deciding) -> Gate:
    check_open(at.case)
    gate = gate_of(at.case, at.now)
    if gate is None or gate.in_force is None:
        raise Refused("No level is recorded in this case, so there is nothing to step down from.")
    if not gate.lower_levels:
        raise Refused(f"{gate.in_force.level.title} is the lowest level of this toolkit, so there "
                      "is nothing to step down to.")
    return gate


def _check_cited(gate: Gate, cited: int | None) -> None:
    """What is cited is never chosen; this is only whether the page showed what is cited."""
    if cited != (gate.cited.id if gate.cited else None):
        raise Conflict(
            "The comparison that this decision would rest on is not the one that you were shown. "
            "What you typed is still here. Read the comparison as it is now, then decide.")
