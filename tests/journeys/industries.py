"""What every industry owes for a complaint of every category, written by hand from the collected rules.

The complaint arrives on Thursday, 30 April 2026, at 15:00 in Shanghai. Labour Day is 1 to 5 May; Saturday, 9 May, is
made up for it. Working days after it are therefore 6, 7, 8, 9, 11, 12, 13 May (the seventh) and so on; a period of
days ends at the end of its last day.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from zoneinfo import ZoneInfo

SHANGHAI = ZoneInfo("Asia/Shanghai")
ARRIVES = datetime(2026, 4, 30, 15, 0, tzinfo=SHANGHAI)

AT_ONCE = "04-30 15:00"
SAME_DAY = "04-30 18:00"  # when business closes
HOURS = {
    1: "04-30 16:00",
    2: "04-30 17:00",
    4: "04-30 19:00",
    6: "04-30 21:00",
    24: "05-01 15:00",
    48: "05-02 15:00",
}
WORKING = {1: "05-07 00:00", 2: "05-08 00:00", 3: "05-09 00:00", 5: "05-12 00:00", 7: "05-14 00:00",
           10: "05-19 00:00", 15: "05-26 00:00", 20: "06-02 00:00", 30: "06-16 00:00"}  # fmt: skip
DAYS = {1: "05-02 00:00", 3: "05-04 00:00", 7: "05-08 00:00", 15: "05-16 00:00", 30: "05-31 00:00"}
A_DAY_ON_A_WORKING_DAY = "05-07 00:00"  # one calendar day ends on a holiday and moves on


@dataclass(frozen=True)
class Owed:
    """`due`: every clock that begins when the complaint arrives; `first`: who hears of a broken promise first."""

    level: str
    department: str
    asked: frozenset[str]
    due: Mapping[str, str]
    first: str
    answers: Mapping[str, str] = field(default_factory=dict)


def moment(text: str) -> datetime:
    return datetime.strptime(f"2026-{text}", "%Y-%m-%d %H:%M").replace(tzinfo=SHANGHAI)


def _owed(
    level: str, department: str, asked: str, due: Mapping[str, str], first: str, **answers: str
) -> Owed:
    return Owed(level, department, frozenset(asked.split()), due, first, answers)


# --- General service: extra-urgent, urgent, ordinary (S-DL-01 … S-DL-06) -----------------------------------------

_T3 = {"acknowledge": AT_ONCE, "respond": HOURS[24], "decide": WORKING[1], "resolve": WORKING[7],
       "update": WORKING[3]}  # fmt: skip
_T2 = {"acknowledge": AT_ONCE, "respond": HOURS[6], "decide": HOURS[6], "resolve": WORKING[3],
       "update": A_DAY_ON_A_WORKING_DAY}  # fmt: skip


def _service(department: str, asked: str, **answers: str) -> Owed:
    return _owed("T3", department, asked, _T3, "department_head", **answers)


SERVICE = {
    "A": _service("service", "staff_member place happened_at words_used"),
    "B": _service("service", "service_item contract_no expected actual"),
    "C": _service("finance", "bill_no amount"),
    "D": _service("legal", "contract_no due_date"),
    "E": _service("after_sales", "product purchased_on earlier_contacts"),
    "F": _service("management", ""),
    "P": _service("quality", "product batch_no found_on"),
    "L": _service("logistics", "waybill_no carrier signed_by"),
    "T": _service("service", "promised_time actual_time"),
    # A contact nobody answered is itself a cause of complaint (S-CH-17): urgent.
    "N": _owed("T2", "complaints", "contact_used happened_at attempts", _T2, "department_head"),
}

# --- Property management (S-DL-08 … S-DL-16) ---------------------------------------------------------------------

_PMG = {"acknowledge": AT_ONCE, "respond": HOURS[24], "decide": HOURS[24], "resolve": WORKING[3],
        "update": WORKING[1]}  # fmt: skip
_PMI = {"acknowledge": AT_ONCE, "respond": HOURS[2], "decide": HOURS[24], "resolve": WORKING[2],
        "update": A_DAY_ON_A_WORKING_DAY}  # fmt: skip


def _general(department: str, asked: str, **answers: str) -> Owed:
    return _owed("PM-G", department, asked, _PMG, "project_manager", **answers)


def _important(department: str, asked: str, **answers: str) -> Owed:
    return _owed("PM-I", department, asked, _PMI, "project_manager", **answers)


PROPERTY = {
    "PM01": _important("engineering", "place persons_trapped", persons_trapped="no"),
    "PM02": _general("engineering", "repair_order_no room promised_time"),
    "PM03": _important("security", "place happened_at"),
    "PM04": _general("environment", "place"),
    "PM05": _general("security", "opposite_party time_pattern"),
    "PM06": _general("finance", "bill_no billing_period amount"),
    "PM07": _general("complaint_centre", "staff_member happened_at"),
    "PM08": _general("project", "document"),
    "PM09": _general("engineering", "defect_list handover_date"),
    "PM10": _general("complaint_centre", ""),
}

# --- Online shops: severity minor, general, serious; the law's 15 days for what was bought (CPL-10) ---------------

_EC1 = {"acknowledge": AT_ONCE, "respond": HOURS[24], "decide": WORKING[1], "resolve": WORKING[7]}
_EC2 = {"acknowledge": AT_ONCE, "respond": HOURS[6], "decide": WORKING[1], "resolve": WORKING[3]}
_EC3 = {"acknowledge": AT_ONCE, "respond": HOURS[2], "decide": HOURS[24], "interim": HOURS[24],
        "resolve": WORKING[3]}  # fmt: skip
_REFUND = {"refund_15": DAYS[15]}
_GOODS = "order_no sku batch_no merchant purchased_on received_on"


def _shop(level: str, department: str, asked: str, *due: Mapping[str, str], **answers: str) -> Owed:
    joined = {clock: at for part in due for clock, at in part.items()}
    return _owed(level, department, asked, joined, "working_group", **answers)


ECOMMERCE = {
    "EC01": _shop("EC-2", "quality", _GOODS, _EC2, _REFUND),
    "EC02": _shop(
        "EC-3", "working_group", f"{_GOODS} injury medical_record still_in_use",
        _EC3, _REFUND, {"stop_sale": AT_ONCE, "report": AT_ONCE},
        injury="yes", injury_details="A cut", medical_record="yes", still_in_use="no",
    ),
    "EC03": _shop("EC-1", "after_sales", "order_no earlier_ticket refused_what", _EC1, _REFUND),
    "EC04": _shop("EC-2", "legal", "clause_text found_on", _EC2),
    "EC05": _shop("EC-3", "legal", "page_address brand", _EC3, _REFUND),
    "EC06": _shop("EC-1", "logistics", "waybill_no signed_by", _EC1, _REFUND),
    "EC07": _shop("EC-2", "after_sales", "received_on goods_state", _EC2, _REFUND, goods_state="unopened"),
    "EC08": _shop("EC-1", "customer_service", "order_no", _EC1, _REFUND),
    "EC09": _shop("EC-2", "data_protection", "data_concerned happened_at", _EC2),
    "EC10": _shop("EC-2", "legal", "ip_right ip_proof", _EC2, ip_right="trademark"),
}  # fmt: skip

# --- Vehicle repair: examined the same day, decided the next working day, result from acceptance (S-DL-17 … -19) ---

_VRG = {"acknowledge": AT_ONCE, "respond": SAME_DAY, "examine": SAME_DAY, "decide": WORKING[1]}
_VRM = {"acknowledge": AT_ONCE, "respond": HOURS[2], "examine": SAME_DAY, "decide": WORKING[1]}
_VRS = {"acknowledge": AT_ONCE, "respond": AT_ONCE, "examine": SAME_DAY, "decide": SAME_DAY,
        "diagnosis": HOURS[24]}  # fmt: skip
_REPAIR = "repair_order_no plate vin mileage_in mileage_out repair_type left_shop_on"


def _repair(level: str, department: str, asked: str, *due: Mapping[str, str], **answers: str) -> Owed:
    joined = {clock: at for part in due for clock, at in part.items()}
    return _owed(level, department, asked, joined, "supervisor", **answers)


VEHICLE = {
    "VR01": _repair("VR-G", "technical", _REPAIR, _VRG, repair_type="minor"),
    "VR02": _repair(
        "VR-S", "technical", f"{_REPAIR} drivable car_location", _VRS, repair_type="minor", drivable="no"
    ),
    "VR03": _repair(
        "VR-M", "parts", "part_origin old_part_kept", _VRM, part_origin="unknown", old_part_kept="no"
    ),
    "VR04": _repair("VR-G", "finance", "quoted_amount contract_signed bill_no", _VRG, contract_signed="yes"),
    "VR05": _repair("VR-G", "reception", "promised_time actual_time spare_car", _VRG, spare_car="no"),
    "VR06": _repair("VR-G", "reception", "staff_member happened_at", _VRG),
    # Warranty law: an answer with reasons within 10 working days, done within 20 (VEH-15, VEH-16).
    "VR07": _repair(
        "VR-G", "complaints", "invoice_date mileage repair_history",
        _VRG, {"swap_answer": WORKING[10], "swap_done": WORKING[20]},
    ),
    "VR08": _repair("VR-G", "complaints", "condition_report", _VRG, condition_report="no"),
    "VR09": _repair("VR-G", "insurance", "claim_no", _VRG),
    "VR10": _repair("VR-G", "complaints", "", _VRG),
}  # fmt: skip

# --- Medicines: clocks run through nights and holidays; reports count from awareness (S-DL-30 … -34, PV-02 … -09) --

_PACK = "product_code adverse_event product_name strength batch_no expires_on quantity pack_state"
_PATIENT = "patient_sex patient_age reaction"
_TO_QA = {"to_qa": HOURS[24]}
_PH1E = {"acknowledge": HOURS[24], "respond": HOURS[24], "decide": WORKING[1], "resolve": DAYS[7], **_TO_QA}
_PH2B = {"acknowledge": HOURS[24], "respond": HOURS[24], "decide": WORKING[1], "resolve": WORKING[30],
         "sample_request": WORKING[1], "update": WORKING[15], **_TO_QA}  # fmt: skip
_PH2A = {"acknowledge": AT_ONCE, "respond": HOURS[4], "decide": AT_ONCE, "resolve": DAYS[30],
         "update": DAYS[7], **_TO_QA}  # fmt: skip
_PH3 = {"acknowledge": AT_ONCE, "respond": AT_ONCE, "decide": AT_ONCE, "resolve": DAYS[30],
        "personal_contact": SAME_DAY, "retained_test": AT_ONCE, "decision_meeting": HOURS[24], **_TO_QA}  # fmt: skip
_SERIOUS = {"adr_serious": DAYS[15]}
_KNOWN = {"product_code": "OTH", "pack_state": "opened", "patient_sex": "female"}


def _medicine(level: str, asked: str, *due: Mapping[str, str], adverse: str, **answers: str) -> Owed:
    joined = {clock: at for part in due for clock, at in part.items()}
    return _owed(
        level,
        "qa",
        asked,
        joined,
        "supervisor",
        **{k: v for k, v in _KNOWN.items() if k in asked.split()},
        adverse_event=adverse,
        **answers,
    )


PHARMA = {
    "PH1": _medicine("PH1E", _PACK, _PH1E, adverse="no"),
    # Nobody has said yet whether the reaction is a known one: the shorter report runs.
    "PH2A": _medicine("PH2A", f"{_PACK} {_PATIENT}", _PH2A, _SERIOUS, adverse="yes"),
    "PH2B": _medicine("PH2B", f"{_PACK} storage", _PH2B, adverse="no"),
    "PH3": _medicine(
        "PH3", f"{_PACK} {_PATIENT} outcome sample_secured", _PH3, _SERIOUS,
        adverse="yes", outcome="recovering", sample_secured="yes",
    ),
    "PHF": _medicine("PH3", "product_code adverse_event product_name batch_no trace_code", _PH3, adverse="no"),
    "PHL": _medicine("PH2B", "product_code adverse_event product_name batch_no logger_data", _PH2B, adverse="no"),
    "PHI": _medicine("PH1E", "product_code adverse_event product_name label_text", _PH1E, adverse="no"),
}  # fmt: skip

# --- Care: everything is accepted at once, answered within 24 hours with procedure and times (S-DL-22) -------------

_NCG = {"acknowledge": AT_ONCE, "respond": HOURS[24], "decide": AT_ONCE, "resolve": WORKING[5],
        "update": WORKING[2]}  # fmt: skip
_NCC = {"acknowledge": AT_ONCE, "respond": HOURS[24], "decide": AT_ONCE, "resolve": WORKING[10],
        "update": WORKING[3]}  # fmt: skip
_NCS = {"acknowledge": AT_ONCE, "respond": AT_ONCE, "decide": AT_ONCE, "resolve": WORKING[5],
        "first_findings": HOURS[24], "update": A_DAY_ON_A_WORKING_DAY}  # fmt: skip
_BED = "patient ward_bed shift staff_member"


def _care(level: str, department: str, asked: str, *due: Mapping[str, str], **answers: str) -> Owed:
    joined = {clock: at for part in due for clock, at in part.items()}
    return _owed(level, department, asked, joined, "department_head", **answers)


NURSING = {
    "NC01": _care("NC-G", "nursing", _BED, _NCG, shift="night"),
    "NC02": _care(
        "NC-S", "quality", f"{_BED} injury found_at measures_taken", _NCS,
        shift="night", injury="yes", injury_details="A bruise",
    ),
    "NC03": _care("NC-S", "quality", f"{_BED} alleged_person protected", _NCS, shift="night", protected="yes"),
    "NC04": _care("NC-G", "nursing", "staff_member happened_at", _NCG),
    "NC05": _care("NC-G", "finance", "bill_no bill_item", _NCG),
    "NC06": _care("NC-G", "support", "place", _NCG),
    "NC07": _care("NC-G", "complaint_team", "data_concerned disclosed_to", _NCG),
    "NC08": _care("NC-G", "nursing", "called_at answered_at", _NCG),
    "NC09": _care(
        "NC-C", "medical_affairs", "record_request sealing_wish", _NCC, {"rights_notice": HOURS[24]},
        record_request="yes", sealing_wish="no",
    ),
    "NC10": _care("NC-G", "complaint_team", "", _NCG),
}  # fmt: skip

INDUSTRIES: Mapping[str, Mapping[str, Owed]] = {
    "service": SERVICE,
    "property": PROPERTY,
    "ecommerce": ECOMMERCE,
    "vehicle": VEHICLE,
    "pharma": PHARMA,
    "nursing": NURSING,
}
