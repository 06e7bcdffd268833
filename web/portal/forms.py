"""What is wrong with the files a form of the portal brought along."""

from __future__ import annotations

from amends.evidence.refusals import EvidenceRefused
from web.edge.failures import translated
from web.edge.visit import Visit
from web.refusals import hint_text


def file_problem(visit: Visit) -> dict[str, str]:
    """Said at their field; the edge took none of them."""
    problem = visit.upload_problem
    if problem is None:
        return {}
    name = problem.file if isinstance(problem, EvidenceRefused) else ""
    text = " ".join(filter(None, (translated(problem), hint_text(problem))))
    return {"files": f"{name}: {text}" if name else text}
