"""A policy as it was written in the first format, which said nothing of its format."""

from __future__ import annotations

from typing import Any


def both(text: str) -> dict[str, str]:
    return {"zh": text, "en": text}


OLD: dict[str, Any] = {
    "code": "bakery",
    "version": "1.0.0",
    "name": both("Bakery"),
    "summary": both("Bread"),
    "numbering": {"pattern": "B{YYYY}{seq4}"},
    "hours": {"days": [2, 3, 4], "opens": "06:00", "closes": "14:00"},
    "levels": {
        "usual": {
            "name": both("Usual"),
            "rank": 1,
            "criteria": both("All"),
            "clocks": {
                "acknowledge": {"period": "now"},
                "respond": {"period": "24 h"},
                "resolve": {"period": "5 wd", "starts": "accepted"},
            },
        }
    },
    "departments": {"shop": {"name": both("Shop")}},
    "fields": {"size": {"name": both("Size"), "type": "choice", "choices": {"big": both("Big")}}},
    "categories": {
        "bread": {"name": both("Bread"), "level": "usual", "department": "shop", "fields": {"size": {}}}
    },
    "escalation": {"first": {"rank": 1, "name": both("Baker"), "clocks": ["resolve"], "role": "supervisor"}},
    "guards": {"close": ["assigned", "answered"]},
    "reopen_within_days": 12,
}
