"""Projects and their people; decisions, agreements and the public register."""

from app.research.models.decisions import Acceptance, Decision, DecisionKind, RegisterEntry
from app.research.models.project import Project, ProjectPerson, ProjectState, Tier

__all__ = [
    "Acceptance",
    "Decision",
    "DecisionKind",
    "Project",
    "ProjectPerson",
    "ProjectState",
    "RegisterEntry",
    "Tier",
]
