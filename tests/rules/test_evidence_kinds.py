"""Content decides what a file is; what is not on the list is refused."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from amends.evidence.kinds import ACCEPT, KINDS, is_whole, of_mime, recognise
from tests.amends.evidence import files

_BOM = b"\xef\xbb\xbf"

TAKEN = {
    "jpeg": [files.photo(), files.photo(private=False), files.photo() + b"<html><script>alert(1)</script>"],
    "png": [files.photo("PNG")],
    "webp": [files.photo("WEBP"), files.photo("WEBP", private=False)],
    "gif": [files.photo("GIF")],
    "heic": [files.photo("HEIF"), files.media(b"mif1", b"heic")],
    "pdf": [files.pdf()],
    "docx": [files.docx()],
    "xlsx": [files.xlsx()],
    "odt": [files.odf()],
    "ods": [files.odf("spreadsheet")],
    "mp4": [files.media(b"isom", b"mp41"), files.media(b"mp42"), files.media(b"abcd", b"iso2")],
    "mov": [files.media(b"qt  ")],
    "3gp": [files.media(b"3gp4", b"isom")],
    "m4a": [files.media(b"M4A ", handlers=(b"soun",)), files.media(b"mp42", b"isom", handlers=(b"soun",))],
    "mp3": [files.mp3(), files.mp3(tag=False)],
    "wav": [files.wav()],
    "amr": [b"#!AMR\n" + b"\x3c" * 64],
    "txt": [
        "水管漏水，三天没人来修。\r\n".encode(),
        _BOM + "电梯又停了".encode(),
        "护士态度很差，打了三次电话。".encode("gb18030"),
        b"a < b",
    ],
}

REFUSED = {
    "nothing": b"",
    "a page": b"<!DOCTYPE html><html><script>alert(1)</script></html>",
    "a page behind white space": _BOM + b" \r\n\t<html></html>",
    "a vector picture": b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>",
    "XML": b"<?xml version='1.0'?><a/>",
    "a Windows program": b"MZ\x90\x00" + b"\0" * 200,
    "a Linux program": b"\x7fELF\x02\x01\x01" + b"\0" * 200,
    "a script": b"#!/bin/sh\nrm -rf /\n",
    "a batch file": b"@echo off\r\ndel *.*\r\n",
    "PostScript": b"%!PS-Adobe-3.0\n",
    "RTF": b"{\\rtf1\\ansi}",
    "any archive": files.archive({"photo.jpg": files.photo()}),
    "a program's archive": files.archive({"META-INF/MANIFEST.MF": b"", "A.class": b"\xca\xfe\xba\xbe"}),
    "a document with macros": files.docx(**{"word/vbaProject.bin": b"macro"}),
    "a document that says it has macros": files.archive(
        {
            "[Content_Types].xml": b"application/vnd.ms-word.document.macroEnabled.main+xml",
            "word/document.xml": b"",
        }
    ),
    "an ODF document with macros": files.archive(
        {"mimetype": b"application/vnd.oasis.opendocument.text", "content.xml": b"", "Basic/a.xml": b""}
    ),
    "a document with a page in front": b"<html>" + files.docx(),
    "a cut-off document": files.docx()[:-30],
    "an archive's first bytes": b"PK\x03\x04",
    "a PDF behind a page": b"<html></html>\n" + files.pdf(),
    "AVIF": files.media(b"avif", b"mif1"),
    "an unknown medium": files.media(b"zzzz"),
    "other RIFF": b"RIFF\x24\x00\x00\x00AVI LIST" + b"\0" * 40,
    "text with NUL": b"hello\x00world",
    "text with escapes": b"hello \x1b[2J",
    "one MP3 frame header by chance": b"\xff\xfb\x90\x64" + b"\0" * 50,
    "ID3 without sound": b"ID3\x03\x00\x00\x00\x00\x00\x0a" + b"\0" * 500,
    "Latin-1": "Käse für €5".encode("cp1252"),
}


@pytest.mark.parametrize(
    ("code", "data"),
    [
        pytest.param(code, data, id=f"{code}-{number}")
        for code, many in TAKEN.items()
        for number, data in enumerate(many)
    ],
)
def test_taken_kinds_are_found_by_content(code: str, data: bytes) -> None:
    kind = recognise(data)
    assert kind is not None
    assert kind == KINDS[code]
    assert is_whole(data, kind)


def test_every_kind_has_an_example() -> None:
    assert TAKEN.keys() == KINDS.keys()


@pytest.mark.parametrize("what", REFUSED)
def test_everything_else_is_refused(what: str) -> None:
    assert recognise(REFUSED[what]) is None


def test_a_zip_bomb_is_no_document() -> None:
    bomb = files.docx(**{"word/media/image1.bmp": b"\0" * 1000})
    sized = bomb.replace((1000).to_bytes(4, "little"), (4_000_000_000).to_bytes(4, "little"))
    assert sized != bomb
    assert recognise(sized) is None


def test_a_document_of_too_many_parts_is_refused() -> None:
    assert recognise(files.docx(**{f"word/{number}": b"" for number in range(5001)})) is None


@pytest.mark.parametrize("code", ["pdf", "mp4", "mov", "m4a"])
def test_a_missing_end_is_noticed(code: str) -> None:
    data = TAKEN[code][0]
    assert not is_whole(data[:-20], KINDS[code])


def test_a_video_without_its_index_is_incomplete() -> None:
    head = files.box(b"ftyp", b"isom\0\0\2\0isom")
    assert not is_whole(head + files.box(b"mdat", b"\x5a" * 100), KINDS["mp4"])


def test_a_video_may_end_in_a_maker_s_notes() -> None:
    assert is_whole(files.media(b"isom") + b"\x7f\xff\xff\xffSEFT", KINDS["mp4"])


def test_mime_types_lead_back_to_kinds() -> None:
    assert all(of_mime(kind.mime) == kind for kind in KINDS.values())
    assert of_mime("text/html") is None


def test_the_chooser_offers_what_is_taken() -> None:
    assert {".jpg", ".heic", ".pdf", ".m4a"} <= set(ACCEPT.split(","))


@given(st.binary(max_size=400))
def test_no_bytes_trip_the_recognition(data: bytes) -> None:
    kind = recognise(data)
    assert kind is None or kind.code in KINDS


@given(st.sampled_from([data for many in TAKEN.values() for data in many]), st.data())
def test_no_damage_trips_the_recognition(whole: bytes, draw: st.DataObject) -> None:
    at = draw.draw(st.integers(0, len(whole)))
    data = whole[:at] + draw.draw(st.binary(max_size=12)) + whole[at + draw.draw(st.integers(0, 12)) :]
    if kind := recognise(data):
        is_whole(data, kind)
