"""What people in the story are called and what they type, in either language."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Words:
    slug: str
    organisation: str
    staff: Mapping[str, str]
    """Names by role."""
    template: str
    department: str
    category: str
    subject: str
    narrative: str
    answers: Mapping[str, str]
    """Questions of the category, in the policy's words, and what Amina answers."""
    message: str
    letters: Mapping[str, str]
    """What the subjects of her letters say."""
    outcome: str
    ground: str
    result: str
    remedy: str
    amount_shown: str
    feedback: str
    closing: str


WORDS = {
    "zh": Words(
        slug="haiwan",
        organisation="海湾维修",
        staff={"admin": "艾达", "intake": "伊宁", "handler": "布拉姆", "supervisor": "陈敏"},
        template="通用服务",
        department="客户服务部",
        category="服务质量",
        subject="热水器修了三次仍然漏水",
        narrative="2月27日师傅第三次上门，当晚又漏水。照片是第二天早上拍的。",
        answers={
            "服务项目": "热水器维修",
            "订单或合同编号": "HW-2026-0117",
            "应有的服务": "修好后不再漏水",
            "实际的服务": "三次上门都没有修好",
        },
        message="您好，我是布拉姆，您的投诉由我负责。师傅明天上午带新阀门上门。",
        letters={"message": "给您留言", "closed": "已办结"},
        outcome="属实",
        ground="三张维修单都只写了更换密封圈，阀门一直没有换。",
        result="阀门已更换并试水两天，不再漏水。三次上门费全部退还，给您添麻烦了。",
        remedy="退费",
        amount_shown="¥360.00",
        feedback="满意，已确认不漏水。",
        closing="达成一致并执行",
    ),
    "en": Words(
        slug="harbour",
        organisation="Harbour Repairs",
        staff={"admin": "Ada", "intake": "Ines", "handler": "Bram", "supervisor": "Chen"},
        template="General service",
        department="Customer service",
        category="Service quality",
        subject="The boiler leaks after three repairs",
        narrative="They came a third time on 27 February; it leaked again that night. I took the photo next morning.",
        answers={
            "Service concerned": "Boiler repair",
            "Order or contract number": "HR-2026-0117",
            "What you expected": "A boiler that holds water",
            "What you received": "Three visits and a puddle",
        },
        message="I am Bram and I look after your complaint. A fitter brings a new valve tomorrow morning.",
        letters={"message": "A message about", "closed": "is closed"},
        outcome="Upheld",
        ground="All three job sheets say only that a seal was changed; the valve never was.",
        result="The valve is changed and has held for two days. You get all three call-out fees back. We are sorry.",
        remedy="Refund",
        amount_shown="CN¥360.00",
        feedback="Content; no leak since.",
        closing="Agreed and carried out",
    ),
}
