"""Files come in whole or not at all; the original is kept as it was sent."""

from __future__ import annotations

import asyncio
import contextlib
import hashlib
import tempfile
from io import BytesIO
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from amends.evidence.intake import Stored, Upload, receive
from amends.evidence.kinds import LARGEST_FILE, MOST_FILES
from amends.evidence.refusals import (
    EvidenceRefused,
    FileDamaged,
    FileEmpty,
    FileTooLarge,
    KindNotTaken,
    PictureTooLarge,
    TooManyFiles,
)
from amends.evidence.store import ObjectStore, open_store
from tests.amends.evidence import files

TENANT = UUID(int=1)
PHOTO = files.photo(size=(80, 50), orientation=6)


def _received(*uploads: Upload, store: ObjectStore | None = None) -> list[Stored]:
    return asyncio.run(receive(store or open_store("memory://"), tenant_id=TENANT, uploads=uploads))


def _objects(store: ObjectStore) -> dict[str, bytes]:
    async def all_of_them() -> dict[str, bytes]:
        return {entry.name: await store.get(entry.name) async for entry in store.list(str(TENANT))}

    return asyncio.run(all_of_them())


def test_a_photo_is_kept_untouched_beside_its_copy() -> None:
    store = open_store("memory://")
    (stored,) = _received(Upload("漏水照片.JPG", PHOTO), store=store)
    assert (stored.name, stored.mime, stored.size) == ("漏水照片.JPG", "image/jpeg", len(PHOTO))
    assert stored.sha256 == hashlib.sha256(PHOTO).hexdigest()
    objects = _objects(store)
    assert objects.keys() == {stored.object_name, stored.copy_name}
    assert objects[stored.object_name] == PHOTO
    copy = objects[str(stored.copy_name)]
    assert (len(copy), hashlib.sha256(copy).hexdigest()) == (stored.copy_size, stored.copy_sha256)
    assert stored.copy_mime == "image/jpeg"
    picture = Image.open(BytesIO(copy))
    assert picture.size == (50, 80)
    assert not picture.getexif()


def test_nothing_of_the_file_is_in_the_objects_names() -> None:
    (stored,) = _received(Upload("Amina.jpg", PHOTO))
    assert "amina" not in f"{stored.object_name}{stored.copy_name}".lower()
    assert stored.object_name.startswith(f"{TENANT}/")
    assert str(stored.copy_name).startswith(f"{TENANT}/")


def test_a_document_has_no_copy() -> None:
    (stored,) = _received(Upload("合同.pdf", files.pdf()))
    assert stored.mime == "application/pdf"
    assert (stored.copy_name, stored.copy_mime, stored.copy_size, stored.copy_sha256) == (
        None,
        None,
        None,
        None,
    )


def test_iphone_photos_are_taken() -> None:
    (stored,) = _received(Upload("IMG_0001.HEIC", files.photo("HEIF")))
    assert (stored.name, stored.mime, stored.copy_mime) == ("IMG_0001.HEIC", "image/heic", "image/jpeg")


def test_open_files_are_read_from_their_start() -> None:
    store = open_store("memory://")
    with tempfile.SpooledTemporaryFile(max_size=100) as file:
        file.write(PHOTO)
        (stored,) = _received(Upload("a.jpg", file), store=store)
    assert _objects(store)[stored.object_name] == PHOTO


def test_the_content_names_the_kind_not_the_sender() -> None:
    stored = _received(
        Upload("photo.html", PHOTO),
        Upload("../../photo.exe", files.photo("PNG")),
        Upload("sound.jpg", files.wav()),
    )
    assert [item.name for item in stored] == ["photo.jpg", "photo.png", "sound.wav"]
    assert [item.mime for item in stored] == ["image/jpeg", "image/png", "audio/wav"]


def test_a_photo_that_is_also_a_page_is_shown_without_it() -> None:
    store = open_store("memory://")
    both = PHOTO + b"<html><script>alert(1)</script></html>"
    (stored,) = _received(Upload("page.html", both), store=store)
    assert (stored.name, stored.mime) == ("page.jpg", "image/jpeg")
    assert b"script" not in _objects(store)[str(stored.copy_name)]
    assert _objects(store)[stored.object_name] == both


@pytest.mark.parametrize(
    ("data", "why", "says"),
    [
        (b"", FileEmpty, "This file is empty."),
        (b"<html><script>alert(1)</script></html>", KindNotTaken, "This kind of file is not taken."),
        (b"GIF89a/*<script>*/=1;", FileDamaged, "This file is damaged or incomplete."),
        (PHOTO[:-400], FileDamaged, "This file is damaged or incomplete."),
        (files.pdf()[:-8], FileDamaged, "This file is damaged or incomplete."),
        (files.media(b"isom")[:-9], FileDamaged, "This file is damaged or incomplete."),
        (files.png_bomb(9000, 9000), PictureTooLarge, "This picture has more than 30 million pixels."),
    ],
    ids=["empty", "page", "no-picture", "photo-cut", "pdf-cut", "video-cut", "bomb"],
)
def test_refusals_name_the_file_and_the_reason(data: bytes, why: type[EvidenceRefused], says: str) -> None:
    with pytest.raises(why) as refused:
        _received(Upload("../证据.jpg", data))
    assert refused.value.status == 422
    assert refused.value.file == "证据.jpg"
    assert str(refused.value) == says
    assert refused.value.hint


def test_twenty_megabytes_are_taken_and_not_one_byte_more() -> None:
    text = b"a" * LARGEST_FILE
    (stored,) = _received(Upload("log.txt", BytesIO(text)))
    assert stored.size == LARGEST_FILE
    for larger in (text + b"a", BytesIO(text + b"a")):
        with pytest.raises(FileTooLarge) as refused:
            _received(Upload("log.txt", larger))
    assert str(refused.value) == "This file is larger than 20 MB."


def test_too_many_files_are_refused() -> None:
    with pytest.raises(TooManyFiles) as refused:
        _received(*[Upload("a.txt", b"a")] * (MOST_FILES + 1))
    assert str(refused.value) == "At most 10 files can be sent at once."


def test_one_refused_file_stores_none() -> None:
    store = open_store("memory://")
    with pytest.raises(KindNotTaken):
        _received(Upload("a.jpg", PHOTO), Upload("b.exe", b"MZ\x90\x00" + b"\0" * 90), store=store)
    assert _objects(store) == {}


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=40), st.binary(max_size=300))
def test_random_bytes_are_stored_or_refused(name: str, data: bytes) -> None:
    _stored_or_refused(Upload(name, data))


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(["JPEG", "PNG", "WEBP", "GIF", "HEIF"]), st.data())
def test_damaged_pictures_are_stored_or_refused(file_format: str, draw: st.DataObject) -> None:
    whole = files.photo(file_format)
    at = draw.draw(st.integers(0, len(whole)))
    cut = draw.draw(st.integers(0, 40))
    _stored_or_refused(Upload("a", whole[:at] + draw.draw(st.binary(max_size=40)) + whole[at + cut :]))


def _stored_or_refused(upload: Upload) -> None:
    with contextlib.suppress(EvidenceRefused):
        (stored,) = _received(upload)
        assert isinstance(upload.data, bytes)
        assert stored.sha256 == hashlib.sha256(upload.data).hexdigest()
