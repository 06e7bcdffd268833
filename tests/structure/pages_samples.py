"""Values for every page, as handlers hand them over: what the render tests and the screenshots are made of."""

from __future__ import annotations

from typing import Any

from web.view import FormView, Hours, Organisation, Reader, Shown

Values = dict[str, Any]


def pick(language: str, zh: str, en: str) -> str:
    return zh if language == "zh" else en


def shared(language: str) -> Values:
    return {
        "csrf_token": "token",
        "here": "/",
        "flash": "",
        "banners": [],
        "theme": "",
        "organisation": Organisation(
            name=pick(language, "安平物业服务有限公司", "Anping Property Services"),
            phone="400 820 1234",
            email="care@example.cn",
            website="https://www.anping.example.cn",
            address=Shown(pick(language, "南京市鼓楼区中山路18号", "18 Zhongshan Road, Nanjing"), language),
            counter=Shown(pick(language, "一号楼大堂服务台", "Reception in the hall of tower 1"), language),
            footer=Shown(
                pick(
                    language, "物业服务企业备案 苏物备2019-118", "Registered property manager, no. 2019-118"
                ),
                language,
            ),
            hours=Hours(
                is_open=True,
                now_text=pick(language, "营业中，至18:00", "Open now, until 18:00"),
                week=(
                    (pick(language, "星期一至星期五", "Monday to Friday"), "9:00–18:00"),
                    (pick(language, "星期六", "Saturday"), "9:00–12:00"),
                    (pick(language, "星期日", "Sunday"), pick(language, "休息", "closed")),
                ),
                other_days=(
                    (
                        pick(language, "6月19日周五", "Fri 19 Jun"),
                        pick(language, "休息", "closed"),
                        Shown(pick(language, "端午节", "Dragon Boat Festival"), language),
                    ),
                ),
                note=Shown(
                    pick(
                        language,
                        "夜间紧急情况请拨打值班电话。",
                        "At night, call the duty desk in an emergency.",
                    ),
                    language,
                ),
            ),
            pages=("accessibility", "imprint"),
        ),
    }


def staff(language: str) -> Values:
    me = Reader(
        name=pick(language, "白然", "Bram Visser"),
        role_text=pick(language, "处理人", "Handler"),
        email="bram@example.cn",
        may=frozenset(
            {"record", "manage-people", "manage-settings", "handle", "assign", "read-mailbox", "read-cases"}
        ),
        unread=3,
        tasks=2,
    )
    return {**shared(language), "me": me, "area": "queue"}


def entries(language: str) -> list[Values]:
    zh = language == "zh"
    return [
        {"icon": "circle-x", "kind": "bad", "who": "", "at_iso": "2026-05-12T14:00:00+08:00",
         "at_text": "5月12日 14:00" if zh else "12 May 14:00",
         "text": "首次响应的承诺已超时" if zh else "The promise to respond was broken",
         "detail": "已通知投诉主管陈。" if zh else "Chen, complaint manager, was told."},
        {"icon": "user-plus", "kind": "calm", "who": "陈" if zh else "Chen", "at_iso": "2026-05-12T09:20:00+08:00",
         "at_text": "5月12日 09:20" if zh else "12 May 09:20",
         "text": "已指派给白然" if zh else "Assigned to Bram Visser", "detail": ""},
        {"icon": "mail", "kind": "good", "who": "", "at_iso": "2026-05-11T14:02:00+08:00",
         "at_text": "5月11日 14:02" if zh else "11 May 14:02",
         "text": "已发送受理确认" if zh else "Acknowledgement sent", "detail": ""},
    ]  # fmt: skip


def messages(language: str) -> list[Values]:
    zh = language == "zh"
    photo = {"url": "#", "name": "电梯口.jpg" if zh else "lift-door.jpg", "size_text": "1.8 MB"}
    return [
        {"who": "阿米娜" if zh else "Amina", "side": "theirs", "channel_text": "网页" if zh else "Web form",
         "at_iso": "2026-05-11T14:02:00+08:00", "at_text": "5月11日 14:02" if zh else "11 May 14:02",
         "body": "三号楼的电梯又停了，昨晚困了我母亲二十分钟，按了警铃没有人应答。" if zh else
         "The lift in building 3 stopped again. My mother was trapped for twenty minutes last night and nobody "
         "answered the alarm.", "files": [photo]},
        {"who": "白然" if zh else "Bram Visser", "side": "ours", "channel_text": "",
         "at_iso": "2026-05-12T10:15:00+08:00", "at_text": "5月12日 10:15" if zh else "12 May 10:15",
         "body": "您好，非常抱歉让您母亲受惊。维保单位今天下午到场，我会在18点前告诉您检查结果。" if zh else
         "We are very sorry your mother went through this. The maintenance firm comes this afternoon; I will tell "
         "you what they found by 18:00.", "files": []},
        {"who": "白然" if zh else "Bram Visser", "side": "note", "channel_text": "",
         "at_iso": "2026-05-12T10:20:00+08:00", "at_text": "5月12日 10:20" if zh else "12 May 10:20",
         "body": "值班室5月10日夜班记录待调取。" if zh else "Ask the duty room for the night log of 10 May.", "files": []},
    ]  # fmt: skip


def failed_form(language: str) -> FormView:
    needed = pick(language, "请填写此项。", "Please fill this in.")
    return FormView(
        form_id="0190-form",
        values={"name": "Amina", "category": "a", "many": ["1"], "way": "no"},
        errors={"narrative": needed, "way": needed},
    )


def showcase(language: str) -> Values:
    return {
        **staff(language),
        "sheets": ["portal.css", "parts.css"],
        "form": FormView(form_id="0190-form"),
        "failed_form": failed_form(language),
        "entries": entries(language),
        "messages": messages(language),
        "promises": due_promises(language),
    }


def due_promises(language: str) -> list[Values]:
    """One of each state."""
    return [
        {"text": pick(language, "首次答复", "First answer"), "state": state, "due_iso": "2026-05-12T14:02:00+08:00",
         "due_text": pick(language, "5月12日 14:02", "12 May 14:02"),
         "relative_text": pick(language, "2小时后", "in 2 hours")}
        for state in (
            "met", "met_late", "running", "at_risk", "broken_running", "late_by_regrading",
            "met_late_by_regrading", "cancelled",
        )
    ]  # fmt: skip
