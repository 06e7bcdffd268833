"""Names are shown and offered for download: nothing in them may deceive or escape."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from amends.evidence.kinds import JPEG, KINDS
from amends.evidence.names import LONGEST_NAME, plain_name, safe_name

_RIGHT_TO_LEFT = "\u202e"


@pytest.mark.parametrize(
    ("raw", "shown"),
    [
        ("漏水照片.jpg", "漏水照片.jpg"),
        ("漏水 照片（三）.JPG", "漏水 照片（三）.JPG"),
        ("IMG_0417.jpeg", "IMG_0417.jpeg"),
        ("../../etc/passwd", "passwd.jpg"),
        ("C:\\Users\\Amina\\照片.jpg", "照片.jpg"),
        ("/", "file.jpg"),
        ("..", "file.jpg"),
        ("", "file.jpg"),
        (".jpg", "jpg.jpg"),
        ("page.html", "page.jpg"),
        ("invoice.exe", "invoice.jpg"),
        (f"photo{_RIGHT_TO_LEFT}gpj.exe", "photogpj.jpg"),
        ("a\r\nSet-Cookie: b.jpg", "a Set-Cookie_ b.jpg"),
        ("a\x00b\x1b[2J.jpg", "ab[2J.jpg"),
        ("\u200bhidden\ufeff.jpg", "hidden.jpg"),
        ('a"b<c>.jpg', "a_b_c_.jpg"),
        ("CON.jpg", "_CON.jpg"),
        ("scan 2026.11.22", "scan 2026.11.22.jpg"),
        ("优惠50%.jpg", "优惠50%.jpg"),
        ("e\u0301vidence.jpg", "\u00e9vidence.jpg"),
        ("trailing. .jpg", "trailing.jpg"),
    ],
)
def test_names_are_made_safe(raw: str, shown: str) -> None:
    assert safe_name(raw, JPEG) == shown


def test_the_extension_follows_the_content() -> None:
    assert safe_name("合同.jpg", KINDS["pdf"]) == "合同.pdf"
    assert safe_name("IMG_1.HEIC", KINDS["heic"]) == "IMG_1.HEIC"
    assert safe_name("IMG_1.HEIC", JPEG) == "IMG_1.jpg"


def test_long_names_are_cut_before_the_extension() -> None:
    name = safe_name("长" * 400 + ".jpg", JPEG)
    assert len(name) == LONGEST_NAME
    assert name.endswith("长.jpg")


def test_a_refused_file_is_named_without_a_word_on_its_kind() -> None:
    assert plain_name("..\\病毒.exe") == "病毒.exe"


@given(st.text(max_size=300), st.sampled_from(list(KINDS.values())))
def test_any_name_ends_safe(raw: str, kind: object) -> None:
    kind = next(known for known in KINDS.values() if known == kind)
    name = safe_name(raw, kind)
    assert 0 < len(name) <= LONGEST_NAME
    assert name.rpartition(".")[2].lower() in kind.extensions
    assert not set(name) & set('/\\<>:"|?*\r\n')
    assert not name.startswith((".", " "))
    assert all(unicodedata.category(char) not in ("Cc", "Cf", "Cs") for char in name)
    assert safe_name(name, kind) == name
