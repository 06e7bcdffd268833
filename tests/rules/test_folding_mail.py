"""What somebody wrote now is told from what their program put below it; nothing is lost by it."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from amends.mailin.folding import fold

NEW = "It stopped again.\n\nPlease send somebody."
BELOW = [
    "On Mon, 2 Mar 2026 at 09:00, Harbour <noreply@harbour.example> wrote:\n> Your complaint",
    "On Mon, 2 Mar 2026 at 09:00, Harbour Service Centre\n<noreply@harbour.example> wrote:\n> Your complaint",
    "At 2026-03-02 09:00:00, \"海湾服务\" <noreply@harbour.example> wrote:\n您的投诉",
    "在 2026年3月2日，海湾服务 <noreply@harbour.example> 写道：\n> 您的投诉",
    "海湾服务 <noreply@harbour.example> 于2026年3月2日周一 09:00写道：\n您的投诉",
    "------------------ 原始邮件 ------------------\n发件人: \"海湾服务\"\n您的投诉",
    "---- 回复的原邮件 ----\n| 发件人 | 海湾服务 |",
    "-----Original Message-----\nFrom: Harbour\nYour complaint",
    "---------- Forwarded message ---------\nYour complaint",
    "________________________________\nFrom: Harbour\nSent: Monday\nYour complaint",
    "From: Harbour <noreply@harbour.example>\nSent: Monday, 2 March 2026 09:00\nTo: Amina\nSubject: Your complaint",
    "发件人: 海湾服务\n发送时间: 2026年3月2日 9:00\n收件人: Amina\n主题: 您的投诉",
    "> Your complaint\n> is registered\n",
    "-- \nAmina Rahman\n+86 138 0000 0000",
    "Sent from my iPhone",
    "发自我的iPhone",
]  # fmt: skip


@pytest.mark.parametrize("below", BELOW)
def test_what_a_program_put_below_is_folded(below: str) -> None:
    assert fold(f"{NEW}\n\n{below}") == (NEW, below.strip())


@pytest.mark.parametrize(
    "whole",
    [
        "> They said it works.\nIt does not.\n> It will be looked at.\nNobody came.",
        "I spoke to two people. On Monday somebody wrote: come tomorrow. Nobody was there.",
        "From: the lift on floor 3 there is a noise.",
        "-- \nAll of it stands below the line.",
        "- it rattles\n-- and it smells\n- it stops",
        "-----Original Message-----\nFrom: Harbour\nPassed on without a word.",
    ],
)
def test_what_is_not_surely_somebody_else_s_word_stays(whole: str) -> None:
    assert fold(whole) == (whole.strip(), "")


@given(
    st.lists(st.sampled_from([*NEW.split("\n"), *BELOW, "", "> x", "-- ", "2026 写道："]), max_size=12).map(
        "\n".join
    )
)
@example("")
def test_nothing_is_lost(whole: str) -> None:
    new, folded = fold(whole)
    assert f"{new}\n{folded}".split() == whole.split()
    assert bool(new) == bool(whole.strip())
