"""The budget of the page that staff have open all day, with fifty cases on it."""

from __future__ import annotations

from tests.web.portal.conftest import Enter
from tests.web.wire import Wire
from tests.world import World

QUEUE, WARM = 60_000, 20_000
_SAID = [
    ("3号楼电梯三天内两次停在夹层", "王淑珍"), ("报修漏水两次爽约，天花板已经发黄", "李建国"),
    ("Parcel left in the rain, contents spoiled", "Amina Haddad"), ("公交站广播早上六点就响", "陈晓燕"),
    ("Charged twice for the same repair", "Tom Whitfield"), ("护工换班后药没有按时发", "赵玉兰"),
    ("保修期内拒绝更换变速箱", "孙志强"), ("Refund promised on the telephone never came", "Grace Liu"),
    ("退货三周仍未退款，客服每次说法不同", "周敏"), ("Noise from the roof every night", "Peter Novak"),
]  # fmt: skip


async def test_fifty_rows_of_the_queue_are_light(world: World, enter: Enter) -> None:
    await _lodge(world, 50)
    visitor = await enter("bram", language="zh")
    wire = Wire(visitor)
    cold = await wire.weigh("/portal?rows=50")
    page = await visitor.get("/portal")
    assert page.html.count('class="code"') >= 50, "the size is kept on this browser"
    warm = await wire.weigh("/portal")
    print(f"/portal, 50 rows: {cold} cold, {warm} warm")
    assert cold <= QUEUE, wire.asked
    assert warm <= WARM


async def _lodge(world: World, cases: int) -> None:
    for place in range(cases):
        subject, name = _SAID[place % len(_SAID)]
        moment = world.at(hours=-place / 3)
        await world.lodge(now=moment, subject=f"{subject} ({place})", name=name)
