"""What a task is called, in the reader's language: the same in the portal, in letters and for programs."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from amends.policy.document import Text
from amends.tasks.tables import Task, TaskKind

TITLES: Mapping[str, Text] = MappingProxyType(
    {
        TaskKind.CALL: Text(
            zh="致电投诉人并宣读通知", en="Phone the complainant and read the notice out to them"
        ),
        TaskKind.POST: Text(zh="打印信函并寄出", en="Print the letter and post it"),
        TaskKind.REACH: Text(
            zh="通知未能送达，请用其他方式告知投诉人",
            en="A notice could not be delivered: tell the complainant some other way",
        ),
        TaskKind.LETTER_APPROVAL: Text(zh="审批信函", en="Approve a letter"),
        TaskKind.ANSWER_APPROVAL: Text(zh="审批答复", en="Approve an answer"),
        TaskKind.CAUSE_NOTICE: Text(
            zh="答复本部门对投诉原因的整改措施",
            en="Answer what your department does about the cause of a complaint",
        ),
        TaskKind.CORRECTIVE: Text(zh="落实纠正措施", en="Carry out a corrective action"),
        TaskKind.CORRECTIVE_CHECK: Text(zh="验证纠正措施的效果", en="See whether a corrective action worked"),
        TaskKind.REMEDY_APPROVAL: Text(zh="审批补救措施", en="Approve a remedy"),
        TaskKind.REMEDY: Text(zh="落实补救措施", en="Carry a remedy out"),
        TaskKind.EVIDENCE_RISK: Text(zh="立即固定可能灭失的证据", en="Secure evidence that may be lost"),
        TaskKind.OUTSIDE_ANSWER: Text(zh="外部单位应答复", en="Somebody outside owes an answer"),
        TaskKind.DEPARTMENT_ANSWER: Text(
            zh="答复其他部门的协办请求", en="Answer what another department asks about a case"
        ),
        TaskKind.AUTHORITY: Text(
            zh="核实代理人的代理权限", en="Look at the authority of whoever speaks for the complainant"
        ),
        TaskKind.HANDOVER_ANSWER: Text(
            zh="转交其他单位，等待答复", en="Handed over to another organisation: an answer is owed"
        ),
        TaskKind.HANDOVER_IN: Text(
            zh="其他单位转交投诉，请决定是否接手",
            en="Another organisation hands a complaint over: take it, or say why not",
        ),
        TaskKind.HANDOVER_RETURNED: Text(
            zh="对方未接手转交的投诉，请继续处理",
            en="A complaint was not taken over elsewhere: carry on with it",
        ),
        TaskKind.SURVEY_CALL: Text(
            zh="电话回访：询问对处理的评价", en="Ask by telephone how the complaint was handled"
        ),
        TaskKind.RETURN_VISIT: Text(
            zh="评价偏低，请回访投诉人", en="A low answer in the survey: follow up with the complainant"
        ),
        TaskKind.ARRIVAL: Text(
            zh="收到来件，请查看并处理", en="Something has arrived: look at it and say what it is"
        ),
        TaskKind.QUARANTINE: Text(
            zh="附件中发现恶意软件，请联系投诉人重新发送",
            en="Malware was found in a file: ask for it again",
        ),
        TaskKind.BODY_ANSWER: Text(
            zh="答复转办投诉的外部机构", en="Answer the outside body that passed the complaint on"
        ),
        TaskKind.OTHER: Text(zh="待办事项", en="Something to do"),
    }
)


def title(task: Task, language: str) -> str:
    return titled(str(task.kind), str(task.what), language)


def titled(kind: str, what: str, language: str) -> str:
    """Its own words where it has any; of a kind that a later version made, that there is something to do."""
    return what.strip() or TITLES.get(kind, TITLES[TaskKind.OTHER]).in_language(language)
