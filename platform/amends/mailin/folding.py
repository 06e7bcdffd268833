"""What somebody wrote now, and what their program put below it: the letter they answer, their signature. Pure.

Cautious: only what is surely no new word is folded, and it is shown when asked for. Where nothing would be left, nothing
is folded: then the answer stands between the lines, or it is a message that was passed on.
"""

from __future__ import annotations

import re
from typing import Final

_HEADERS: Final = r"(?:From|Sent|To|Cc|Subject|Date|发件人|发送时间|发送日期|收件人|抄送|主题|日期|寄件者|收件者|主旨|Von|De|Envoyé|À)\s*[:：]"
_BEGINS = re.compile(
    r"^[ \t]*(?:"
    r"-{2,}\s*(?:Original Message|Original Appointment|Forwarded message|原始邮件|原邮件|回复的原邮件|转发邮件信息|转发的邮件|原始郵件)\s*-{2,}.*"
    r"|_{20,}[ \t]*"
    r"|(?:On|At)\b[^\n]{4,200}(?:\n[^\n]{0,200})?\bwrote:"
    r"|(?:在|于|於)?[^\n]{0,120}\d[^\n]{0,160}(?:写道|寫道)[：:]"
    rf"|\*?{_HEADERS}[^\n]*\n(?:[^\n]*\n)?[ \t]*\*?{_HEADERS}[^\n]*"
    r")[ \t]*$",
    re.MULTILINE | re.IGNORECASE,
)
_SIGNATURE = re.compile(r"^-- ?$", re.MULTILINE)
_SENT_FROM = re.compile(
    r"^(?:Sent from (?:my|Mail|Outlook|Yahoo|Samsung)|Get Outlook for|发自我的|从我的|来自我的|发送自|获取 Outlook)[^\n]{0,80}\s*\Z",
    re.MULTILINE | re.IGNORECASE,
)
_LONGEST_SIGNATURE: Final = 1000


def fold(text: str) -> tuple[str, str]:
    """The new words, and the rest as it stood."""
    end = len(text)
    if (begins := _BEGINS.search(text)) is not None:
        end = begins.start()
    end = _without_quotes(text, end)
    end = _without_signature(text, end)
    if not text[:end].strip():
        return text.strip(), ""
    return text[:end].strip(), text[end:].strip()


def _without_quotes(text: str, end: int) -> int:
    lines = text[:end].split("\n")
    while lines and (not lines[-1].strip() or lines[-1].lstrip().startswith(">")):
        lines.pop()
    return len("\n".join(lines))


def _without_signature(text: str, end: int) -> int:
    """Behind the line that says so (RFC 3676), if it is as short as signatures are; or what telephones add."""
    head = text[:end]
    for found in (_last(_SIGNATURE, head), _SENT_FROM.search(head)):
        if found is not None and len(head) - found.start() <= _LONGEST_SIGNATURE:
            return found.start()
    return end


def _last(pattern: re.Pattern[str], text: str) -> re.Match[str] | None:
    return next(reversed([*pattern.finditer(text)]), None)
