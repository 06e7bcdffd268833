"""Values for the operators' pages about the deployment as a whole."""

from __future__ import annotations

from tests.structure.pages_samples import Values, pick, staff
from tests.structure.pages_samples_public import FORM


def moment(language: str, zh: str = "3分钟前", en: str = "3 minutes ago") -> dict[str, str]:
    exact = pick(language, "2026年5月12日 14:02:31 UTC", "12 May 2026, 14:02:31 UTC")
    return {"ago": pick(language, zh, en), "exact": exact, "iso": "2026-05-12T14:02:31+00:00"}


def health(language: str) -> Values:
    process = {
        "kind_text": pick(language, "网页", "Web"), "there": True, "host": "amends-web-7c9d5b6f4-x2x9q", "pid": 1,
        "version": "0.1.0", "level": "0006_hold", "started": moment(language, "2天前", "2 days ago"),
        "seen": moment(language, "4秒前", "4 seconds ago"),
    }  # fmt: skip
    verdict = {
        "kind": "good", "title": pick(language, "一切正常", "Everything is well"), "count_text": "",
        "text": pick(language, "承诺有人看守。", "Promises are watched, letters leave, histories are sealed."),
    }  # fmt: skip
    figures = [("等待发出的信件", "Letters waiting", "12"), ("已放弃的信件", "Letters given up", "3")]
    figures += [("数据库", "Database", "0006_hold")]
    return {
        **staff(language), "area": "health", "still": False, "read": moment(language), "verdict": verdict,
        "findings": [],
        "processes": [process, {**process, "kind_text": pick(language, "时钟", "Clock"), "there": False}],
        "figures": [
            {"label": pick(language, zh, en), "text": text, "since": moment(language) if text == "3" else {}}
            for zh, en, text in figures
        ],
    }  # fmt: skip


def health_bad(language: str) -> Values:
    finding = {
        "id": "kind-missing-clock", "kind": "bad", "url": "", "link_text": "", "since": moment(language),
        "text": pick(language, "没有时钟进程报到:承诺无人看守。", "No clock has reported: promises are not being watched."),
        "to_do": pick(language, "请启动它(amends clock)。", "Start it (amends clock)."), "tenants": [],
    }  # fmt: skip
    letters = {
        **finding, "id": "letters-dead", "kind": "warn", "url": "/operator/dead-letters",
        "link_text": pick(language, "已放弃的信件", "Letters given up"),
        "text": pick(language, "已放弃的信件:3封。", "Letters given up, the oldest 3 days ago: 3."),
        "to_do": pick(language, "请查看原因。", "Look at the reasons, mend what can be mended, then try them again."),
        "tenants": [{"url": "#", "name": pick(language, "安平物业服务有限公司", "Anping Property Services")}],
    }  # fmt: skip
    sample = health(language)
    verdict = {
        "kind": "bad", "title": pick(language, "有东西不工作", "Something does not work"),
        "text": pick(language, "承诺或信件没有得到照管。", "Promises or letters are not looked after as they should be."),
        "count_text": pick(language, "2项", "2 findings"),
    }  # fmt: skip
    return {**sample, "still": True, "verdict": verdict, "findings": [finding, letters], "processes": []}


def set_aside(language: str) -> Values:
    promises = {
        "kind_text": pick(language, "承诺", "Promises"), "failure": "UndefinedColumnError", "count_text": "1,204",
        "tries_text": "7", "since": moment(language),
    }  # fmt: skip
    tasks = {**promises, "kind_text": pick(language, "待办", "Tasks"), "failure": "", "count_text": "2"}
    anping = {
        "id": "anping", "name": pick(language, "安平物业服务有限公司", "Anping Property Services"), "url": "#",
        "back_url": "/operator/set-aside/anping/back", "count_text": "1,206", "groups": [promises, tasks],
    }  # fmt: skip
    garden = {
        **anping, "id": "garden", "name": "Garden", "back_url": "/operator/set-aside/garden/back",
        "count_text": "1", "groups": [{**promises, "failure": "KeyError", "count_text": "1"}],
    }  # fmt: skip
    return {**staff(language), "area": "health", "organisations": [anping, garden]}


def set_aside_none(language: str) -> Values:
    return {**set_aside(language), "organisations": []}


def letter(language: str) -> Values:
    return {
        "id": "0190", "url": "/operator/dead-letters/0190", "tenant_url": "#",
        "tenant": pick(language, "安平物业服务有限公司", "Anping Property Services"),
        "event_text": pick(language, "投诉登记确认", "Confirmation of a complaint"),
        "reason_text": pick(language, "邮件服务器拒收", "The mail server refused the letter"),
        "advice": pick(language, "请查看邮件服务器日志。", "Look into the mail server's log for what it refused."),
        "reply": "550 5.1.1", "tries_text": "21", "retries_text": "1", "owed": moment(language),
        "dead": moment(language), "aside": {},
    }  # fmt: skip


def outgoing(language: str) -> Values:
    line = {
        "name": pick(language, "安平物业服务有限公司", "Anping Property Services"), "url": "#", "waiting": "49,872",
        "state_text": pick(language, "滞留", "stuck"), "state_kind": "bad", "flying": "8", "retried": "312", "later": "4",
        "oldest_text": pick(language, "3分钟", "3 minutes"), "next_try": moment(language),
        "reasons": [{"text": pick(language, "邮件服务器未及时应答", "The mail server did not answer in time"), "count": "300"},
                    {"text": pick(language, "邮件服务器拒收", "The mail server refused the letter"), "count": "12"}],
    }  # fmt: skip
    well = {**line, "state_text": pick(language, "正在发出", "leaving"), "state_kind": "good", "retried": "0", "waiting": "2",
            "reasons": [], "next_try": {}, "oldest_text": ""}  # fmt: skip
    labels = (
        ("等待", "waiting"),
        ("发送中", "under way"),
        ("重试中", "being tried again"),
        ("暂扣", "held"),
        ("稍后", "for later"),
    )
    return {
        **staff(language), "area": "outgoing", "read": moment(language), "held": moment(language),
        "held_why": pick(language, "从备份恢复", "restored from a backup"), "cut": True,
        "totals": [(pick(language, *label), "49,874") for label in labels], "organisations": [line, well],
    }  # fmt: skip


def outgoing_none(language: str) -> Values:
    return {**outgoing(language), "organisations": [], "cut": False, "held": {}}


def dead_letters(language: str) -> Values:
    tabs = [
        {"url": "#", "text": pick(language, "已放弃", "Given up"), "current": True, "count": None},
        {"url": "#", "text": pick(language, "已搁置", "Set aside"), "current": False, "count": None},
    ]
    return {
        **staff(language), "area": "dead-letters", "letters": [letter(language)] * 3, "tabs_": tabs, "show": "",
        "organisation": "", "reason": "", "reasons": [("other", pick(language, "其他原因", "Another reason"))],
        "organisations": [("anping", pick(language, "安平物业服务有限公司", "Anping Property Services"))],
        "count": 3, "count_text": "3", "again_url": "#", "newest_url": "", "older_url": "#",
    }  # fmt: skip


def dead_letters_none(language: str) -> Values:
    none = {"letters": [], "organisations": [], "count": 0, "older_url": ""}
    return {**dead_letters(language), **none}


def dead_letter(language: str) -> Values:
    return {**staff(language), "area": "dead-letters", "letter": letter(language), "form": FORM}


def dead_letters_again(language: str) -> Values:
    name = pick(language, "安平物业服务有限公司", "Anping Property Services")
    return {
        **staff(language), "area": "dead-letters", "back_url": "#", "most": 1000, "most_text": "1,000", "organisation": "anping",
        "reason": "unreachable", "reason_text": pick(language, "无法连接", "The mail server could not be reached"),
        "advice": "", "lines": [{"name": name, "count_text": "1,200"}], "count": 1200, "count_text": "1,200",
    }  # fmt: skip
