"""Why a file is not taken. Each says what to do instead; `file` is the name of the file it is about."""

from __future__ import annotations

from amends.errors import DomainError


class EvidenceRefused(DomainError):
    code = "file-refused"
    status = 422
    message = "This file cannot be taken."
    file = ""

    def __init__(self, **values: object) -> None:
        super().__init__(None, hint=None, **values)


class TooManyFiles(EvidenceRefused):
    code = "too-many-files"
    message = "At most %(most)s files can be sent at once."
    hint = "Send the most important ones now; you can add more later."


class FileTooLarge(EvidenceRefused):
    code = "file-too-large"
    message = "This file is larger than %(megabytes)s MB."
    hint = "Send a smaller photo, a shorter recording, or the document in parts."


class FileEmpty(EvidenceRefused):
    code = "file-empty"
    message = "This file is empty."
    hint = "Choose the file again; it may not have been saved or downloaded completely."


class KindNotTaken(EvidenceRefused):
    code = "file-kind"
    message = "This kind of file is not taken."
    hint = "Send photos, PDF, Word or Excel documents without macros, plain text, sound or video recordings."


class FileDamaged(EvidenceRefused):
    code = "file-damaged"
    message = "This file is damaged or incomplete."
    hint = "Open it on your device to see whether it is whole, then choose it again."


class PictureTooLarge(EvidenceRefused):
    code = "picture-too-large"
    message = "This picture has more than %(megapixels)s million pixels."
    hint = "Save it in a smaller size, or send a screenshot of it."
