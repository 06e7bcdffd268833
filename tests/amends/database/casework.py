"""Rows of everything people write down when they look into a case: as they stand in the database, whatever the policy."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID, uuid4

from amends.causes import operations as causes
from amends.correctives import operations as actions
from amends.correctives.operations import Plan
from amends.database.scope import current_tenant, execute, fetch
from amends.groups import operations as groups
from amends.joint import operations as joint
from amends.outside import operations as outside
from amends.outside.operations import Question
from amends.representation import operations as representation
from amends.representation.operations import Offer
from tests.world import MONDAY, World


async def worked(world: World, case: UUID) -> None:
    bram = world.actor("bram")
    async with world.at_desk() as desk:
        await causes.add(
            desk, case, depth="root", branch="", content="No plan", whys=(), department_id=None, party="",
            by=bram, now=MONDAY,
        )  # fmt: skip
        week, month = MONDAY.date() + timedelta(7), MONDAY.date() + timedelta(30)
        plan = Plan(title="Plan", measures="Make one", owner_id=bram.id, due_on=week, check_on=month)
        await actions.begin(desk, case, plan=plan, by=bram, now=MONDAY)
        asked = Question(kind="other", party="Lab", email="lab@example.com", language="en", question="Why?")
        await outside.ask(desk, case, asked=asked, by=bram, now=MONDAY)
    other = (await world.lodge()).complaint_id
    number = str((await world.complaint(other)).number)
    await world.do(groups.join, case, by="bram", numbers=[number], reason="One matter")
    async with world.scope():
        [department] = await fetch(
            "SELECT d.id FROM department d JOIN complaint c ON c.id = $1 AND d.id <> c.department_id LIMIT 1",
            case,
        )
    until = MONDAY.date() + timedelta(7)
    given = {"department_id": department["id"], "question": "Whose is it?", "until": until}
    await world.do(joint.ask, case, by="bram", **given)
    offer = Offer(name="Wu", relation="Daughter", authority="Signed", email="wu@example.com")
    await world.do(representation.offer, case, by="bram", given=offer)
    async with world.scope():
        await _put(
            "hearing_notice",
            complaint_id=case, person_id=bram.id, unheard=True, content="Ill", venue="", written_at=MONDAY, place=1,
        )  # fmt: skip
        await _put(
            "record_reference",
            complaint_id=case, kind="order", number="17", note="", added_at=MONDAY, added_by=bram.id,
        )  # fmt: skip
        [evidence] = await fetch("SELECT id FROM evidence WHERE complaint_id = $1 LIMIT 1", case)
        await _looked_into(case, bram.id, evidence["id"])
        await _handed_over(case, bram.id)
        await _put(
            "survey", complaint_id=case, closed_at=MONDAY, way="letter", highest=5, invite_at=MONDAY, scores="{}",
            call_back=False, unreached=0,
        )  # fmt: skip
        await _written(bram.id, world.actor("chen").id)
        await _put("lodgement_draft", key_digest=b"1", content="sealed", saved_at=MONDAY, expires_at=MONDAY)
        await _put(
            "contact_change", complaint_id=case, way="email", contact="new@example.com", code_number=1, sent=1,
            begun_at=MONDAY, asked_at=MONDAY, expires_at=MONDAY,
        )  # fmt: skip
        run = uuid4()
        await _put(
            "snippet", owner_id=bram.id, name="Hello", text_zh="", text_en="Dear {name}", changes=0, changed_at=MONDAY,
            changed_by=bram.id,
        )  # fmt: skip
        await _put(
            "macro", owner_id=bram.id, name="Lift", tags_on="lift", tags_off="", note="", changes=0, changed_at=MONDAY,
            changed_by=bram.id,
        )  # fmt: skip
        await _put(
            "arrival", key="1@example.cn", kind="mail", arrived_at=MONDAY, recorded_at=MONDAY, sender_name="", sender_email="",
            sender_phone="", sender_other="", subject="", body="Hello", files="[]", signs="{}", standing="waiting",
            due_at=MONDAY, turns=0,
        )  # fmt: skip
        await _put(
            "incoming_mail", digest=bytes(32), recipient="a@example.cn", return_path="", peer="127.0.0.1", object_name="a/b",
            size=1, received_at=MONDAY,
        )  # fmt: skip
        await _put(
            "body_matter", complaint_id=case, office="Office", number="7", answer_by=MONDAY, written_at=MONDAY,
            written_by=bram.id, turns=0,
        )  # fmt: skip
        await _put("case_tag", complaint_id=case, word="lift", added_at=MONDAY, added_by=bram.id)
        await _put("case_follower", complaint_id=case, person_id=bram.id, since=MONDAY)
        await _put(
            "saved_view",
            person_id=bram.id,
            name="Lifts",
            query="show=open&tag=lift",
            saved_at=MONDAY,
            shared=False,
        )
        await _put(
            "bulk_run", id=run, form_id="f" * 32, act="tags", person_id=bram.id, started_at=MONDAY, cases=1
        )
        await _put("bulk_line", run_id=run, complaint_id=case, refused="", before="{}")
        await _put("complaint_mark", complaint_id=case, field="order", key="ab12")
        one, two = sorted((case, other))
        await _put(
            "complaint_pair", one_id=one, other_id=two, standing="related", said_at=MONDAY, said_by=bram.id
        )


async def _looked_into(case: UUID, by: UUID | None, evidence: UUID) -> None:
    finding, entry, item = uuid4(), uuid4(), uuid4()
    await _put(
        "acceptance_answer",
        complaint_id=case,
        code="clear",
        met=True,
        note="",
        answered_at=MONDAY,
        answered_by=by,
        place=1,
    )
    await _put(
        "checklist_entry", id=entry, complaint_id=case, list="a", line="b", applies=True, found="", checked_at=MONDAY,
        signed=False, written_at=MONDAY, written_by=by, place=1,
    )  # fmt: skip
    request = uuid4()
    await _put(
        "approval_request", id=request, complaint_id=case, act="decision", event="decision", given="{}", subject="So",
        body="So", sha256="0", need="{}", state="asked", asked_at=MONDAY, asked_by=by, due_at=MONDAY,
    )  # fmt: skip
    await _put(
        "approval_given", request_id=request, given_by=by, name="Bram", roles="[]", meaning="approved", signed=True,
        sha256="0", given_at=MONDAY,
    )  # fmt: skip
    await _put("investigation_waiver", complaint_id=case, reason="Plain", waived_at=MONDAY, waived_by=by)
    await _put(
        "interview", complaint_id=case, part="witness", name="Wu", way="telephone", heard_at=MONDAY, account="It rang",
        read_back=True, written_at=MONDAY, written_by=by, place=1,
    )  # fmt: skip
    await _put(
        "investigation_finding",
        id=finding,
        complaint_id=case,
        content="So",
        written_at=MONDAY,
        written_by=by,
        place=1,
    )
    await _put("finding_ground", finding_id=finding, evidence_id=evidence)
    await _put(
        "evidence_risk", complaint_id=case, reason="Overwritten soon", flagged_at=MONDAY, flagged_by=by
    )
    await _put(
        "custody_item", id=item, complaint_id=case, what="A key", label="1", seal_number="", condition="", storage="",
        written_at=MONDAY, written_by=by, place=1,
    )  # fmt: skip
    await _put(
        "custody_entry", item_id=item, seq=1, act="received", happened_at=MONDAY, to_whom="Bram", note="",
        written_at=MONDAY, written_by=by,
    )  # fmt: skip


async def _handed_over(case: UUID, by: UUID | None) -> None:
    await _put(
        "handover", complaint_id=case, to_tenant=uuid4(), party_zh="甲", party_en="A", reason="Theirs", includes="{}",
        asked_text="May we?", state="asked", prepared_at=MONDAY, prepared_by=by, consent_due_at=MONDAY,
    )  # fmt: skip
    await _put(
        "handover_in", from_tenant=uuid4(), from_zh="甲", from_en="A", from_number="1", state="taken", content="{}",
        files="[]", arrived_at=MONDAY, due_at=MONDAY, complaint_id=case, answered_at=MONDAY, answered_by=by,
    )  # fmt: skip


async def _written(by: UUID | None, approver: UUID | None) -> None:
    article = uuid4()
    texts: dict[str, object] = {
        "audience": "complainants", "categories": "[]", "title_zh": "退款", "title_en": "Refunds", "body_zh": "一周。",
        "body_en": "A week.",
    }  # fmt: skip
    await _put(
        "knowledge_article", id=article, state="approved", in_use=1, review_months=6, review_on=MONDAY.date(), changes=0,
        authors="[]", created_at=MONDAY, changed_at=MONDAY, changed_by=by, returned_reason="", **texts,
    )  # fmt: skip
    await _put(
        "knowledge_version", article_id=article, number=1, authors=f'["{by}"]', approved_at=MONDAY, approved_by=approver,
        **texts,
    )  # fmt: skip
    await _put("knowledge_word", article_id=article, version=1, word="refund", weight=3)
    await _put("knowledge_answered", article_id=article, day=MONDAY.date(), times=1)


async def _put(table: str, **values: object) -> None:
    row = {"id": uuid4(), "tenant_id": current_tenant(), **values}
    places = ", ".join(f"${place}" for place in range(1, len(row) + 1))
    await execute(f"INSERT INTO {table} ({', '.join(row)}) VALUES ({places})", *row.values())
