"""Letters as programs write them, right and wrong: each says what is to be found in it again."""

from __future__ import annotations

import base64
import quopri
import struct
from collections.abc import Iterator
from dataclasses import dataclass

HEAD = "From: Amina <amina@example.com>\r\nTo: harbour@in.example.org\r\nMessage-ID: <1@example.com>\r\n"
ZH, JA, KO, DE = (
    "电梯又停了，请派人来修理。谢谢",
    "エレベーターがまた止まりました",
    "엘리베이터가 또 멈췄습니다",
    "Der Aufzug fährt schon wieder nicht, bitte prüfen",
)
RARE = "𠮷野先生住在㐂楼，电梯停了"
TRADITIONAL = "電梯又停了，請派人來修理。謝謝"


@dataclass(frozen=True)
class Letter:
    name: str
    raw: bytes
    text: str = ""
    """Stands in what was written."""
    files: tuple[str, ...] = ()
    subject: str = ""


def body(
    text: str,
    charset: str,
    *,
    declared: str | None = None,
    how: str = "8bit",
    kind: str = "plain",
    more: str = "",
) -> bytes:
    """One part, its header fields included. `declared` "" declares none."""
    data = text.encode(charset)
    said = charset if declared is None else declared
    if how == "base64":
        data = base64.encodebytes(data)
    elif how == "quoted-printable":
        data = quopri.encodestring(data)
    parameter = f"; charset={said}" if said else ""
    return (
        f"Content-Type: text/{kind}{parameter}\r\n{more}Content-Transfer-Encoding: {how}\r\n\r\n".encode()
        + data
    )


def multipart(kind: str, *parts: bytes, boundary: str = "b", end: bool = True) -> bytes:
    inside = b"".join(f"\r\n--{boundary}\r\n".encode() + part for part in parts)
    last = f"\r\n--{boundary}--\r\n".encode() if end else b""
    return f'Content-Type: multipart/{kind}; boundary="{boundary}"\r\n\r\n'.encode() + inside + last


def file(name_fields: str, data: bytes = b"%PDF-1.4 x", kind: str = "application/pdf") -> bytes:
    return (
        f"Content-Type: {kind}\r\nContent-Disposition: attachment; {name_fields}\r\nContent-Transfer-Encoding: base64\r\n\r\n".encode()
        + base64.encodebytes(data)
    )


def letter(name: str, part: bytes, *, more: str = "", **found: object) -> Letter:
    return Letter(name, f"{HEAD}MIME-Version: 1.0\r\n{more}".encode() + part, **found)  # type: ignore[arg-type]


CHARSETS = [
    (ZH, "utf-8", None), (ZH, "gb18030", None), (ZH, "gb2312", None), (ZH, "gbk", None), (ZH, "hz", None), (ZH, "utf-16", None), (ZH, "utf-7", None),
    (RARE, "gb18030", "gb2312"), (RARE, "gb18030", "gbk"), (RARE, "gb18030", "GB_2312-80"), (RARE, "utf-8", "UTF8"),
    (TRADITIONAL, "big5", None), (TRADITIONAL, "big5", "x-big5"), (TRADITIONAL, "big5hkscs", "big5"),
    (JA, "iso-2022-jp", None), (JA, "shift_jis", None), (JA, "shift_jis", "x-sjis"), (JA, "euc-jp", None), (JA, "iso-2022-jp", "us-ascii"),
    (KO, "euc-kr", None), (KO, "cp949", "ks_c_5601-1987"), (DE, "iso-8859-1", None), (DE, "cp1252", "iso-8859-1"), (DE, "iso-8859-15", None),
    # What is declared is not so, is nothing anybody knows, or is not there.
    (ZH, "utf-8", "us-ascii"), (ZH, "utf-8", "gb2312"), (ZH, "utf-8", "iso-8859-1"), (ZH, "utf-8", ""), (ZH, "utf-8", "x-unknown"),
    (ZH, "gb18030", "utf-8"), (ZH, "gb18030", "us-ascii"), (ZH, "gb18030", "x-unknown"), (ZH, "gb18030", ""), (ZH, "gb18030", "cp-850"),
    (DE, "utf-8", "us-ascii"), (DE, "utf-8", "unknown-8bit"), (DE, "cp1252", "utf-8"), (ZH, "utf-8", '"utf-8"'), (ZH, "utf-8", "'utf-8'"), (ZH, "utf-8", "utf-8;"),
]  # fmt: skip
WAYS = ("8bit", "base64", "quoted-printable")


def of_every_charset() -> Iterator[Letter]:
    for text, charset, declared in CHARSETS:
        for how in WAYS:
            for kind in ("plain", "html"):
                if kind == "html" and charset == "utf-16":
                    continue
                words = f"<p>{text}</p>" if kind == "html" else text
                name = (
                    f"{text[:2]} {charset} as {declared if declared is not None else 'declared'} {how} {kind}"
                )
                yield letter(name, body(words, charset, declared=declared, how=how, kind=kind), text=text)


def nested() -> Iterator[Letter]:
    plain, html = body(ZH, "utf-8"), body(f"<div>{ZH}</div>", "gbk", kind="html")
    inline = (
        b"Content-Type: image/png\r\nContent-ID: <i>\r\nContent-Disposition: inline; filename=i.png\r\n\r\nx"
    )
    shapes = {
        "alternative": multipart("alternative", plain, html),
        "html only": multipart("alternative", html),
        "empty plain": multipart("alternative", body(" \r\n", "utf-8"), html),
        "related": multipart("related", html, inline),
        "mixed": multipart("mixed", plain, file('filename="a.pdf"')),
        "deep": multipart("mixed", multipart("related", multipart("alternative", plain, html, boundary="in"), inline, boundary="mid"), file("filename=a.pdf"), boundary="out"),
        "signed": multipart("signed", plain, file("filename=smime.p7s", kind="application/pkcs7-signature")),
        "unknown multipart": multipart("x-strange", plain),
        "never closed": multipart("mixed", plain, end=False),
        "same boundary within": multipart("mixed", multipart("alternative", plain, html)),
        "two texts": multipart("mixed", body("First.", "utf-8"), plain),
        "appledouble": multipart("mixed", plain, multipart("appledouble", file("filename=a.pdf", kind="application/applefile"), file("filename=a.pdf"), boundary="ad")),
    }  # fmt: skip
    for name, part in shapes.items():
        files: tuple[str, ...] = ("i.png",) if name in ("related", "deep") else ()
        files += {"mixed": ("a.pdf",), "deep": ("a.pdf",), "appledouble": ("a.pdf", "a.pdf")}.get(name, ())
        files += ("smime.p7s",) if name == "signed" else ()
        yield letter(name, part, text=ZH, files=files)
    onion = plain
    for depth in range(15):
        onion = multipart("mixed", onion, boundary=f"b{depth}")
    yield letter("fifteen deep", onion, text=ZH)
    inner = f"Subject: Inner\r\nFrom: x@example.com\r\n\r\n{ZH}".encode()
    passed_on = multipart("mixed", plain, b"Content-Type: message/rfc822\r\n\r\n" + inner)
    yield letter("a letter within", passed_on, text=ZH, files=("Inner.eml",))


def with_names() -> Iterator[Letter]:
    q = base64.b64encode("照片.pdf".encode()).decode()
    gbk = base64.b64encode("照片.pdf".encode("gbk")).decode()
    names = {
        "RFC 2231": ("filename*=UTF-8''%E7%85%A7%E7%89%87.pdf", "照片.pdf"),
        "RFC 2231 in pieces": ("filename*0*=UTF-8''%E7%85%A7;\r\n filename*1*=%E7%89%87.pdf", "照片.pdf"),
        "RFC 2231 gbk": ("filename*=gbk''%D5%D5%C6%AC.pdf", "照片.pdf"),
        "encoded word in quotes": (f'filename="=?utf-8?B?{q}?="', "照片.pdf"),
        "encoded word bare": (f"filename==?gb2312?B?{gbk}?=", "照片.pdf"),
        "folders": ('filename="../../etc/passwd"', "passwd"),
        "drive": ('filename="C:\\\\Users\\\\a\\\\b.pdf"', "b.pdf"),
        "turned round": ('filename*=UTF-8\'\'a%E2%80%AEfdp.exe', "a fdp.exe"),
        "line break": ('filename="a\r\n b.pdf"', "a b.pdf"),
        "nothing": ('filename=""', "file.pdf"),
    }  # fmt: skip
    for name, (field, found) in names.items():
        yield letter(
            f"name: {name}",
            multipart("mixed", body("See the file.", "utf-8"), file(field)),
            text="See the file.",
            files=(found,),
        )
    raw = 'Content-Type: application/pdf; name="照片.pdf"\r\nContent-Transfer-Encoding: base64\r\n\r\nJVBERg==\r\n'
    for charset in ("utf-8", "gb18030"):
        yield letter(
            f"name: raw {charset}",
            multipart("mixed", body("See.", "utf-8"), raw.encode(charset)),
            text="See.",
            files=("照片.pdf",),
        )


def with_headers() -> Iterator[Letter]:
    word = base64.b64encode("电梯停了".encode()).decode()
    gb = base64.b64encode("电梯停了".encode("gb18030")).decode()
    cut = (
        base64.b64encode("电梯停了".encode()[:5]).decode(),
        base64.b64encode("电梯停了".encode()[5:]).decode(),
    )
    subjects = {
        "encoded": f"=?UTF-8?B?{word}?=", "gb2312": f"=?gb2312?B?{gb}?=", "quoted": "=?utf-8?Q?=E7=94=B5=E6=A2=AF=E5=81=9C=E4=BA=86?=",
        "folded": f"=?utf-8?B?{word}?=", "cut within a letter": f"=?utf-8?B?{cut[0]}?=\r\n =?utf-8?B?{cut[1]}?=", "raw": "电梯停了",
        "wrong charset": f"=?us-ascii?B?{word}?=", "unknown charset": f"=?x-none?B?{word}?=",
    }  # fmt: skip
    for name, subject in subjects.items():
        yield letter(
            f"subject: {name}",
            body("See.", "utf-8"),
            more=f"Subject: {subject}\r\n",
            text="See.",
            subject="电梯停了",
        )
    raw_gb = HEAD.encode() + "Subject: 电梯停了，请派人来\r\n".encode("gb18030") + body("See.", "utf-8")
    yield Letter("subject: raw gb18030", raw_gb, text="See.", subject="电梯停了，请派人来")
    broken = [
        "Subject: =?utf-8?B?@@@?=", "Subject: =?utf-8?X?a?=", "Subject: =?utf-8?B?", "Date: the day before yesterday", "Date: 99 Foo 20260 99:99:99 +9999",
        "Message-ID: no brackets", "References: " + " ".join(f"<{n}@x>" for n in range(500)), "From: @", "From: <<>>", "Reply-To: ,,,;",
        "Content-Disposition: attachment; filename*=x'y", "Content-Type: text/plain; charset*=x''%ZZ", "MIME-Version: 7.5 (not one)", "X-Empty:", "Subject:",
        "Authentication-Results: ;;;==", "Auto-Submitted: ;", "To: undisclosed-recipients:;", "Cc: \"a\\", "In-Reply-To: <" + "x" * 3000 + ">", ": no name",
        "no colon at all", "X-Long: " + "y" * 20000, "Content-Transfer-Encoding: x-uuencode", "Content-Transfer-Encoding: 8-bit", "Content-Type: text", "Content-Type: ;;;",
    ]  # fmt: skip
    for each in broken:
        data = f"{each}\r\n{HEAD}\r\nSee.\r\n".encode()
        attached = each.startswith("Content-Disposition")
        yield Letter(
            f"header: {each[:60]!r}",
            data,
            text="" if "uuencode" in each or attached else "See.",
            files=("x'y",) if attached else (),
        )


def odd() -> Iterator[Letter]:
    yield Letter("no header", b"\r\nSee.\r\n", text="See.")
    yield Letter("only a header", HEAD.encode())
    yield Letter("one line", b"See.")
    yield Letter("bare line feeds", HEAD.replace("\r", "").encode() + b"\nSee.\n", text="See.")
    yield Letter("bare returns", HEAD.encode() + b"\r\nSee.\rAnd that.\r", text="And that.")
    yield Letter("zero characters", HEAD.encode() + b"\r\nS\x00e\x00e.\x00", text="See.")
    yield Letter("every byte", HEAD.encode() + b"\r\nSee. " + bytes(range(256)), text="See.")
    yield Letter("a mark of UTF-8", HEAD.encode() + b"\r\n\xef\xbb\xbfSee.", text="See.")
    yield Letter(
        "broken base64",
        f"{HEAD}Content-Transfer-Encoding: base64\r\n\r\nU2VlL@@@g==\r\n".encode(),
        text="See.",
    )
    yield Letter(
        "base64 without padding",
        f"{HEAD}Content-Transfer-Encoding: base64\r\n\r\nU2VlLg\r\n".encode(),
        text="See.",
    )
    yield Letter(
        "multipart without boundary", f"{HEAD}Content-Type: multipart/mixed\r\n\r\nSee.\r\n".encode()
    )
    yield Letter(
        "five hundred parts",
        HEAD.encode() + multipart("mixed", body("See.", "utf-8"), *[body("x", "utf-8")] * 500),
        text="See.",
    )
    onion = body("See.", "utf-8")
    for depth in range(200):
        onion = multipart("mixed", onion, boundary=f"b{depth}")
    yield Letter("two hundred deep", HEAD.encode() + onion)
    yield letter(
        "winmail.dat that is none",
        multipart("mixed", body("See.", "utf-8"), file("filename=winmail.dat", b"no", "application/ms-tnef")),
        text="See.",
        files=("winmail.dat",),
    )
    yield letter(
        "calendar",
        multipart("mixed", body("See.", "utf-8"), body("BEGIN:VCALENDAR", "utf-8", kind="calendar")),
        text="See.",
        files=("file.calendar",),
    )
    yield letter("very long line", body("x" * 500_000 + " See.", "utf-8"), text="xxxx")
    yield letter(
        "html that never closes", body("<div><b>See.<table><tr><td>" * 500, "utf-8", kind="html"), text="See."
    )
    yield letter("html bomb of tags", body("<div>" * 20_000 + "See.", "utf-8", kind="html"))
    yield letter(
        "html with a script",
        body("<script>alert(1)</script><style>p{}</style><p onclick=x>See.</p>", "utf-8", kind="html"),
        text="See.",
    )


def _winmail(*files: tuple[str, bytes]) -> bytes:
    """[MS-OXTNEF] 2.1.3: a signature and a key, then attributes, each with the sum of its bytes."""

    def attribute(name: int, kind: int, data: bytes) -> bytes:
        return struct.pack("<BHHI", 2, name, kind, len(data)) + data + struct.pack("<H", sum(data) & 0xFFFF)

    whole = struct.pack("<IH", 0x223E9F78, 1)
    for name, data in files:
        whole += (
            attribute(0x9002, 6, bytes(14))
            + attribute(0x8010, 1, name.encode("gb18030") + b"\0")
            + attribute(0x800F, 6, data)
        )
    return whole


def awkward() -> list[Letter]:
    return [*of_every_charset(), *nested(), *with_names(), *with_headers(), *odd()]
