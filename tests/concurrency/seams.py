"""The statements at which a kill would hurt: each is one end of a promise."""

from __future__ import annotations

from typing import Final

LODGE: Final = "INSERT INTO complaint "
CLAIM: Final = "UPDATE outbox SET claimed_until"
SETTLE: Final = "UPDATE outbox SET settled_at"
HAND_OUT: Final = "FROM outbox_turns("
FIRE: Final = "UPDATE due_row SET fired_at"
RECORD: Final = "INSERT INTO history_entry "
ONCE: Final = "INSERT INTO submission "
OWE: Final = "INSERT INTO outbox "
KEEP_MAIL: Final = "INSERT INTO incoming_mail "
READ_MAIL: Final = "UPDATE incoming_mail SET read_at"
LOOK: Final = "AS complaint_id FROM due_row "
