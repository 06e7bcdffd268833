"""Letters on paper: a whole one, as it is printed, against Typst setting the same words on a bare page."""

from __future__ import annotations

from time import perf_counter

import typst
from psutil import Process

from amends.evidence.copies import aside
from benchmarks.measuring import Once, Run, used
from benchmarks.recording import Recording
from benchmarks.world import Bench
from web.assets import FONTS_FOLDER
from web.printing.letters import MOST_AT_ONCE, PaperLetter, letters_pdf

_LETTERS = 40
"""Of each run, one after the other."""
_BODY = "\n\n".join(
    (
        "王小明：",
        "您好！关于您的投诉WY202605-0007，我们认真进行了调查：调取了三号楼电梯四月以来的运行记录，并询问了维保单位。",
        "经核实，电梯在一个月内停运七次，其中两次报警无人应答。具体情况如下：",
        "一、门机控制板老化；二、值班室当晚无人。以上问题均已列入整改清单，计划于5月31日前完成。",
        "感谢您的反馈。如有新的材料，请随时提供，我们会继续核实：https://harbour.example.com/track?number=WY202605-0007",
        "海湾物业服务有限公司",
    )
)
_LETTER = PaperLetter(
    language="zh",
    organisation="海湾物业服务有限公司",
    return_line="海湾物业服务有限公司 · 上海市浦东新区港口路1号",
    address=("王小明", "上海市浦东新区世纪大道1000号8号楼1201室", "200120"),
    facts=[("我方编号", "WY202605-0007"), ("日期", "2026年5月12日"), ("电话", "400-1000")],
    subject="投诉答复函",
    body=_BODY,
    footer=["海湾物业服务有限公司", "400-1000"],
    running="WY202605-0007 · 投诉答复函",
    page_words="第{page}页，共{pages}页",
)


class Letters:
    """Of our own process: no browser waits for anything else meanwhile, since it is done aside."""

    name, goal, unit = "letters", 0.3, "letters"

    def __init__(self, _bench: Bench) -> None:
        self.recorded = Recording()
        self._batch = 0.0
        self._fonts = typst.Fonts(include_system_fonts=False, font_paths=[FONTS_FOLDER])

    @property
    def budget(self) -> str:
        return f"{MOST_AT_ONCE} letters in one file took {self._batch:.2f} s (a letter: at most 0.1 s)"

    async def prepare(self) -> None:
        await letters_pdf([_LETTER])
        begun = perf_counter()
        await letters_pdf([_LETTER] * MOST_AT_ONCE)
        self._batch = perf_counter() - begun

    async def ours(self, web: Process) -> Run:  # noqa: ARG002 - it is done here
        async def once() -> None:
            await letters_pdf([_LETTER])

        return await self._run(once)

    async def floor(self) -> Run:
        async def once() -> None:
            await aside(self._bare)

        return await self._run(once)

    async def _run(self, once: Once) -> Run:
        here, times = Process(), []
        started, spent = perf_counter(), used(here)
        for _ in range(_LETTERS):
            begun = perf_counter()
            await once()
            times.append(perf_counter() - begun)
        return Run(times, perf_counter() - started, _LETTERS, used(here) - spent)

    def _bare(self) -> None:
        source = '#set text(font: "Noto Sans SC")\n#sys.inputs.words'
        typst.compile(source.encode(), font_paths=self._fonts, format="pdf", sys_inputs={"words": _BODY})
