"""The pages of an organisation's settings, in the order of their menu; a new page is a line here and a route."""

from __future__ import annotations

from dataclasses import dataclass

from web.i18n import mark as _

HOME = "/portal/settings"


@dataclass(frozen=True, slots=True)
class Entry:
    """`key` is the page's own, so that it can say which entry is current; `in_trial`: of no use once live."""

    key: str
    url: str
    icon: str
    title: str
    text: str
    in_trial: bool = False


def url_of(key: str) -> str:
    return f"{HOME}/{key}"


def _entry(key: str, icon: str, title: str, text: str, *, in_trial: bool = False) -> Entry:
    return Entry(key, url_of(key), icon, title, text, in_trial)


ENTRIES: tuple[Entry, ...] = (
    _entry("first-steps", "list", _("First steps"), _("What is done and what comes next, up to the first complaint that counts.")),
    _entry("names", "building-2", _("Names and language"), _("What you are called, your language and your time zone.")),
    _entry("policy", "book-open", _("Policy"), _("What you promise, ask, decide and write: change it, try it out, publish it.")),
    _entry("health", "activity", _("Health"), _("What your policy asks for and nobody is there to do, with the way to mend it.")),
    _entry("look", "palette", _("Logo and colour"), _("What makes visitors see at once that they are with you.")),
    _entry("contacts", "phone", _("Contacts"), _("Telephone, e-mail, address: how people reach you otherwise.")),
    _entry("hours", "clock", _("Opening hours"), _("When somebody is there, and the days on which it is different.")),
    _entry("calendar", "calendar-clock", _("Calendar"), _("Public holidays and made-up days that promises are reckoned by, year by year.")),
    _entry("bodies", "landmark", _("Where to turn next"), _("Outside bodies people may turn to when you cannot agree.")),
    _entry("texts", "message-square", _("Public texts"), _("Welcome, hints before writing, what is said afterwards.")),
    _entry("legal", "shield-check", _("Privacy and imprint"), _("What you do with what people tell you, and who is responsible.")),
    _entry("security", "lock", _("Signing in"), _("Who needs a second factor, and when a session ends by itself.")),
    _entry("handovers", "inbox", _("Complaints from others"), _("Whether other organisations here may hand complaints over to you.")),
    _entry("mail", "mail", _("Sender of letters"), _("Name and address of your letters, a test, and what DNS should say.")),
    _entry("gateways", "smartphone", _("SMS and chat"), _("Text messages, and robots in WeChat Work, DingTalk or Feishu.")),
    _entry("domain", "globe", _("Own address on the web"), _("Your pages under a name of your own, such as complaints.example.org.")),
    _entry("poster", "qr-code", _("Poster with QR code"), _("For your counter or your door: people scan it and tell you.")),
    _entry("live", "rocket", _("Going live"), _("Delete what was tried, and let complaints count from then on."), in_trial=True),
)  # fmt: skip
