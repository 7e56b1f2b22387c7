"""Every write of this room, by name: who may, the change and its record, in one transaction."""

from app.pathway.operations.agreeing import agree_level, keep_level
from app.pathway.operations.deciding import GateShut, Said
from app.pathway.operations.stepping import close, reopen, step_down

__all__ = ["GateShut", "Said", "agree_level", "close", "keep_level", "reopen", "step_down"]
