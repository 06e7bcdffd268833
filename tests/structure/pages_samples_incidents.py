"""Values for the page of an incident: open with a plan and a log, just declared, over, and none."""

from __future__ import annotations

from tests.structure.pages_samples import Values, pick, staff
from web.view import FormView


def incident(language: str) -> Values:
    """Somebody was faster: the plan comes back as it was typed."""
    return {
        **_page(language),
        "form": FormView(
            form_id="i1",
            act="plan",
            values={"plan": pick(language, "今晚由维保单位更换控制板", "The maintenance firm changes the board tonight")},
            message=pick(
                language,
                "您打开表单后，有人更改了该突发事件。您填写的内容仍在，请先查看现状，再重新提交。",
                "Somebody has changed the incident since you opened the form. What you typed is still there. Look at how "
                "things stand now, then send it again.",
            ),
        ),
        "planning": FormView(
            form_id="i1-plan",
            act="plan",
            values={"plan": pick(language, "今晚由维保单位更换控制板", "The maintenance firm changes the board tonight")},
            message=pick(language, "您打开表单后，有人更改了该突发事件。", "Somebody has changed the incident since you opened the form."),
        ),
    }  # fmt: skip


def incident_just_declared(language: str) -> Values:
    found = _page(language)
    return {**found, "owner": "", "owner_text": "", "plan": "", "entries": found["entries"][-1:]}


def incident_over(language: str) -> Values:
    found = _page(language)
    over = {
        "icon": "circle-check", "kind": "good", "text": pick(language, "突发事件结束", "Incident over"),
        "detail": pick(language, "电梯已恢复运行，检验合格", "The lift runs again and has passed its inspection"),
        "who": pick(language, "陈晓", "Chen Xiao"), "at_text": pick(language, "5月13日 16:20", "13 May 16:20"),
        "at_iso": "2026-05-13T16:20:00+08:00",
    }  # fmt: skip
    return {
        **found,
        "open": False,
        "acts": [],
        "entries": [over, *found["entries"]],
        "problem": pick(language, "该投诉目前不是突发事件。", "This complaint is no incident now."),
        "not_sent": [pick(language, "已通知街道办", "The district office was told")],
    }


def incident_none(language: str) -> Values:
    return {**_page(language), "there": False, "open": False, "acts": ["declaration"], "entries": []}


def incident_not_there(language: str) -> Values:
    return {**incident_none(language), "acts": []}


def _page(language: str) -> Values:
    zh = language == "zh"
    plan = (
        "维保单位今日到场；每两小时通报一次"
        if zh
        else "The maintenance firm comes today; news every two hours"
    )
    return {
        **staff(language),
        "case_url": "/portal/cases/0190",
        "case_number": "WY202605-0007",
        "subject": "三号楼电梯反复停运" if zh else "The lift in building 3 keeps stopping",
        "url": "/portal/cases/0190/incident",
        "there": True,
        "open": True,
        "acts": ["note", "owner", "plan", "end"],
        "seen": "0" * 16,
        "owner": "u1",
        "owner_text": "陈晓" if zh else "Chen Xiao",
        "plan": plan,
        "since_text": "2026年5月12日 14:00" if zh else "12 May 2026, 14:00",
        "since_iso": "2026-05-12T14:00:00+08:00",
        "people": [("u1", "陈晓" if zh else "Chen Xiao"), ("u2", "白然" if zh else "Bram Visser")],
        "now_text": "2026-05-13T09:00",
        "problem": "",
        "not_sent": [],
        "form": FormView(form_id="i1"),
        "planning": FormView(form_id="i1-plan", act="plan", values={"plan": plan}),
        "entries": [
            {
                "icon": "pencil", "kind": "", "text": "突发事件：已采取的措施" if zh else "Incident: what was done",
                "detail": "处理时间：今天08:10\n维保人员已到场，故障原因为控制板受潮" if zh
                else "Done today 08:10\nThe engineer is there; the control board got wet",
                "who": "白然" if zh else "Bram Visser", "at_text": "今天08:45" if zh else "today 08:45",
                "at_iso": "2026-05-13T08:45:00+08:00",
            },
            {
                "icon": "triangle-alert", "kind": "bad", "text": "案件列为突发事件" if zh else "The case became an incident",
                "detail": "陈晓" if zh else "Chen Xiao", "who": "Amends自动处理" if zh else "Amends, by itself",
                "at_text": "昨天14:00" if zh else "yesterday 14:00", "at_iso": "2026-05-12T14:00:00+08:00",
            },
        ],
    }  # fmt: skip
