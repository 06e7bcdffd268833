"""Which page is rendered with which sample; a page beside these fails `test_pages_render`."""

from __future__ import annotations

from collections.abc import Callable

from tests.structure import (
    pages_samples,
    pages_samples_account,
    pages_samples_alike,
    pages_samples_approval,
    pages_samples_arrivals,
    pages_samples_articles,
    pages_samples_beginning,
    pages_samples_bodies,
    pages_samples_calendar,
    pages_samples_causes,
    pages_samples_console,
    pages_samples_dashboard,
    pages_samples_departments,
    pages_samples_documents,
    pages_samples_duty,
    pages_samples_gateways,
    pages_samples_grading,
    pages_samples_group,
    pages_samples_handovers,
    pages_samples_incidents,
    pages_samples_inquiry,
    pages_samples_letters,
    pages_samples_macros,
    pages_samples_merging,
    pages_samples_notices,
    pages_samples_operator,
    pages_samples_outside,
    pages_samples_people,
    pages_samples_policy,
    pages_samples_policy_forms,
    pages_samples_promise,
    pages_samples_public,
    pages_samples_remedies,
    pages_samples_representative,
    pages_samples_settings,
    pages_samples_simulation,
    pages_samples_staff,
    pages_samples_surveys,
    pages_samples_tasks,
    pages_samples_trying,
)
from tests.structure.pages_samples import Values
from web.i18n import speaking
from web.templating import make_environment

_people = pages_samples_people
_duty = pages_samples_duty
_grading = pages_samples_grading
_alike = pages_samples_alike
_articles = pages_samples_articles
_macros = pages_samples_macros
_merging = pages_samples_merging
_incidents = pages_samples_incidents
_inquiry = pages_samples_inquiry
_promise = pages_samples_promise
_policy = pages_samples_policy
_forms = pages_samples_policy_forms
Sample = Callable[[str], Values]
_public, _staff, _operator = pages_samples_public, pages_samples_staff, pages_samples_operator
_tasks = pages_samples_tasks
_causes = pages_samples_causes
_departments = pages_samples_departments
_group = pages_samples_group
_representative = pages_samples_representative
_bodies = pages_samples_bodies
_outside = pages_samples_outside
_surveys = pages_samples_surveys
_dashboard = pages_samples_dashboard
_arrivals = pages_samples_arrivals
_handovers = pages_samples_handovers
_console = pages_samples_console
_settings = pages_samples_settings
_simulation = pages_samples_simulation
_trying = pages_samples_trying
_calendar = pages_samples_calendar
_beginning = pages_samples_beginning
_account = pages_samples_account
_notices = pages_samples_notices
_gateways = pages_samples_gateways
_letters = pages_samples_letters

SAMPLES: dict[str, tuple[Sample, ...]] = {
    "showcase": (pages_samples.showcase,),
    "public/home": (_public.home,),
    "public/lodge": (_public.lodge, _public.lodge_failed, _public.lodge_steps, _public.lodge_stopped),
    "public/_category_fields": (_public.category_fields, _public.category_change),
    "public/_category_found": (_public.category_change,),
    "public/lodged": (_public.lodged,),
    "public/about": (_public.privacy,),
    "public/track": (_public.track,),
    "public/_kept_file": (_public.kept_file,),
    "public/review": (_public.review,),
    "public/contact": (_public.contact, _public.contact_first),
    "public/lost_code": (_public.lost_code,),
    "public/case": (_public.case, _handovers.own_page, _handovers.own_page_agreed),
    "public/suspended": (pages_samples.shared,),
    "errors/error": (_public.error,),
    "errors/400": (_public.error,),
    "errors/404": (_public.error,),
    "errors/405": (_public.error,),
    "errors/413": (_public.error,),
    "errors/500": (_public.error,),
    "portal/sign_in": (_staff.entrance,),
    "portal/invitation": (_staff.invitation,),
    "portal/queue": (_staff.queue, _staff.queue_narrowed, _staff.queue_empty),
    "portal/_lists": (_staff.queue,),
    "portal/_here": (_staff.here, _staff.here_alone),
    "portal/_unread": (_staff.unread, _staff.unread_none),
    "portal/snippets": (_staff.snippets, _staff.snippets_none),
    "portal/snippet": (_staff.snippet, _staff.snippet_removed),
    "portal/snippet_choice": (_staff.snippet_choice,),
    "portal/macros": (_macros.macros, _macros.macros_none),
    "portal/macro": (_macros.macro, _macros.macro_removed),
    "portal/macro_choice": (_macros.choice, _macros.choice_none),
    "portal/macro_preview": (_macros.preview, _macros.preview_refused),
    "portal/bulk": (_staff.bulk, _staff.bulk_nothing),
    "portal/bulk_preview": (_staff.bulk_preview,),
    "portal/bulk_done": (_staff.bulk_done,),
    "portal/search": (_staff.search, _staff.search_nothing, _staff.search_empty),
    "portal/_rows": (_staff.rows_alone,),
    "portal/case": (_staff.case,),
    "portal/letter": (
        _letters.letter,
        _letters.letter_failed,
        _letters.letter_waits,
        _letters.letter_printed,
    ),
    "portal/letter_new": (_letters.letter_new, _letters.letter_new_none),
    "portal/letters": (_letters.letters, _letters.letters_to_approve, _letters.letters_none),
    "portal/notice": (_staff.notice_words,),
    "portal/promise": (
        _promise.promise,
        _promise.promise_standing_still,
        _promise.promise_to_ask_for,
        _promise.promise_over,
    ),
    "portal/acceptance": (_inquiry.acceptance, _inquiry.acceptance_read, _inquiry.acceptance_none),
    "portal/hearing": (_inquiry.hearing, _inquiry.hearing_over),
    "portal/sensitive": (_inquiry.sensitive, _inquiry.nothing_sensitive),
    "portal/redaction": (_inquiry.redaction, _inquiry.redaction_read, _inquiry.redaction_of_a_document),
    "portal/investigation": (
        _inquiry.investigation,
        _inquiry.investigation_read,
        _inquiry.investigation_none,
    ),
    "portal/remedies": (
        pages_samples_remedies.remedies,
        pages_samples_remedies.remedies_moved_on,
        pages_samples_remedies.remedies_none,
    ),
    "portal/incident": (
        _incidents.incident,
        _incidents.incident_just_declared,
        _incidents.incident_over,
        _incidents.incident_none,
        _incidents.incident_not_there,
    ),
    "portal/handover": (_handovers.handover, _handovers.handover_none, _handovers.handover_to_nobody),
    "portal/arrivals": (_arrivals.tray, _arrivals.tray_empty),
    "portal/arrival": (_arrivals.arrival, _arrivals.arrival_settled),
    "portal/arrival_new": (_arrivals.arrival_new,),
    "portal/handovers": (_handovers.tray, _handovers.tray_empty),
    "portal/handover_in": (_handovers.envelope, _handovers.envelope_answered),
    "settings/handovers": (_handovers.settings,),
    "portal/approval": (pages_samples_approval.approval, pages_samples_approval.approval_none),
    "portal/representative": (
        _representative.representative,
        _representative.representative_none,
        _representative.representative_read,
    ),
    "portal/case_departments": (
        _departments.departments,
        _departments.departments_none,
        _departments.departments_read,
    ),
    "portal/group": (_group.group, _group.group_none, _group.group_read),
    "portal/bodies": (_bodies.bodies, _bodies.bodies_none, _bodies.bodies_read),
    "portal/outside": (_outside.outside, _outside.outside_none, _outside.outside_read),
    "public/outside": (_outside.asked, _outside.asked_over),
    "public/survey": (_surveys.survey, _surveys.survey_answered),
    "portal/survey": (_surveys.of_case, _surveys.of_case_visited, _surveys.of_case_none),
    "portal/dashboard": (_dashboard.overview, _dashboard.overview_empty),
    "portal/_trend": (_dashboard.overview,),
    "portal/dashboard_cases": (_dashboard.cases, _dashboard.cases_empty),
    "portal/dashboard_definitions": (_dashboard.definitions,),
    "portal/surveys": (_surveys.results, _surveys.results_too_few),
    "portal/documents": (
        pages_samples_documents.documents,
        pages_samples_documents.documents_none,
        pages_samples_documents.documents_read,
    ),
    "portal/alike": (_alike.alike, _alike.alike_none, _alike.alike_read),
    "portal/causes": (_causes.causes, _causes.causes_none, _causes.causes_read),
    "portal/articles": (_articles.articles, _articles.articles_read, _articles.articles_nothing),
    "portal/article": (_articles.article, _articles.article_draft, _articles.article_read),
    "portal/article_edit": (_articles.article_new, _articles.article_edit),
    "portal/article_versions": (_articles.versions, _articles.versions_none),
    "portal/article_version": (_articles.version,),
    "portal/_article_text": (_articles.beside,),
    "public/help": (_articles.answers, _articles.answers_none),
    "public/help_article": (_articles.answer,),
    "public/_help_found": (_articles.found_alone,),
    "portal/actions": (_causes.actions, _causes.actions_none),
    "portal/action": (_causes.action, _causes.action_to_check, _causes.action_of_others),
    "portal/case_merge": (
        _merging.case_merge,
        _merging.case_merge_choosing,
        _merging.case_merge_undoing,
        _merging.case_merge_over,
    ),
    "portal/case_grade": (_grading.case_grade, _grading.case_grade_choosing, _grading.case_grade_over),
    "portal/case_kind": (_grading.case_kind, _grading.case_kind_choosing, _grading.case_kind_over),
    "portal/case_policy": (
        _policy.case_policy,
        _policy.case_policy_choosing,
        _policy.case_policy_hindered,
    ),
    "portal/intake": (_staff.intake,),
    "portal/notices": (_staff.notices,),
    "portal/tasks": (_tasks.tasks, _tasks.tasks_done, _tasks.tasks_none),
    "portal/task": (_tasks.task, _tasks.task_failed, _tasks.task_over),
    "portal/duty": (_duty.duty, _duty.duty_empty, _duty.duty_none),
    "portal/duty_shift": (_duty.duty_shift, _duty.duty_shift_running, _duty.duty_shift_over),
    "portal/people": (_people.people, _people.people_none),
    "portal/person": (_people.person, _people.person_left),
    "portal/person_new": (_people.person_new,),
    "portal/person_facts": (_people.person_facts,),
    "portal/person_email": (_people.person_email,),
    "portal/person_absence": (_people.person_absence,),
    "portal/person_qualification": (_people.person_qualification,),
    "portal/person_training": (_people.person_training,),
    "portal/person_question": (_people.person_question,),
    "portal/person_departure": (_people.person_departure,),
    "portal/departments": (_people.departments,),
    "portal/department": (_people.department,),
    "portal/department_retirement": (_people.department_retirement,),
    "account/code": (_account.entrance, _account.code_refused),
    "account/enrol_first": (_account.enrol_first,),
    "account/recovery_codes_first": (_account.codes_first,),
    "account/forgotten": (_account.entrance,),
    "account/reset": (_account.entrance,),
    "account/password": (_account.password,),
    "account/security": (_account.security, _account.security_alone),
    "account/enrol": (_account.enrol,),
    "account/prove": (_account.prove_removal, _account.prove_codes),
    "account/recovery_codes": (_account.codes,),
    "account/profile": (_account.profile, _account.profile_operator),
    "account/absences": (_account.absences,),
    "account/notifications": (_account.notifications,),
    "account/_push": (_account.push_alone,),
    "account/reset_factor": (_account.reset_factor,),
    "account/settings_security": (_account.settings_security,),
    "settings/home": (_settings.home, _settings.home_new),
    "settings/form": (_settings.names, _settings.contacts_changed, _settings.texts, _settings.legal),
    "settings/hours": (_settings.hours, _settings.hours_empty),
    "settings/health": (_settings.health, _settings.health_good),
    "settings/calendar": (_calendar.calendar, _calendar.calendar_corrected, _calendar.calendar_first),
    "settings/look": (_settings.look,),
    "settings/bodies": (_settings.bodies, _settings.bodies_preset),
    "settings/body": (_settings.body,),
    "settings/poster": (_settings.poster,),
    "settings/first_steps": (_beginning.first_steps,),
    "settings/live": (_beginning.live, _beginning.live_refused, _beginning.live_already),
    "settings/mail": (_beginning.mail, _beginning.mail_unset),
    "settings/gateways": (_gateways.gateways, _gateways.gateways_none),
    "settings/gateway_new": (_gateways.gateway_new, _gateways.gateway_new_failed),
    "settings/gateway": (_gateways.gateway, _gateways.gateway_off),
    "settings/_mail_test": (_beginning.mail_test,),
    "settings/policy/overview": (_policy.overview, _policy.overview_first),
    "settings/policy/upgrade": (_policy.upgrade, _policy.upgrade_none),
    "settings/policy/comparison": (_policy.comparison,),
    "settings/policy/trying": (_trying.trying, _trying.trying_nothing, _trying.trying_wrong),
    "settings/policy/version": (_policy.version, _policy.version_first),
    "settings/policy/draft": (
        _policy.draft,
        _policy.draft_refused,
        _policy.draft_outdated,
        _policy.draft_none,
    ),
    "settings/policy/variants": (_policy.variants, _policy.variants_none),
    "settings/policy/simulation": (_simulation.found, _simulation.under_way, _simulation.none),
    "settings/policy/_simulation_now": (_simulation.under_way,),
    "settings/policy/cases": (_policy.cases_behind, _policy.cases_behind_none),
    "settings/policy/sources": (_policy.sources, _policy.sources_none),
    "settings/policy/files": (_policy.files, _policy.files_refused),
    "settings/policy/expert": (_policy.expert, _policy.expert_conflict),
    "settings/policy/notice": (_notices.notice, _notices.seal, _notices.too_often),
    "settings/policy/parts": (_forms.parts,),
    "settings/policy/part": (_forms.part, _forms.categories, _forms.part_long, _forms.part_empty),
    "settings/policy/item": (
        _forms.item,
        _forms.item_conflict,
        _forms.item_taken_away,
        _forms.category,
        _forms.field,
        _forms.chain,
        _forms.calendar,
        _forms.handling,
        _forms.grading,
    ),
    "settings/policy/addition": (_forms.addition,),
    "settings/policy/deadlines": (_forms.deadlines, _forms.deadlines_wrong),
    "settings/policy/search": (_forms.search, _forms.search_nothing),
    "settings/domain": (_beginning.domain, _beginning.domain_none),
    "operator/sign_in": (_staff.entrance,),
    "operator/tenants": (_console.tenants, _console.tenants_none_fit),
    "operator/tenant_new": (_staff.tenant_new, _staff.tenant_new_unchosen),
    "operator/tenant": (_console.tenant, _console.tenant_suspended, _console.tenant_waiting),
    "operator/outgoing": (_operator.outgoing, _operator.outgoing_none),
    "operator/entry": (_console.entry,),
    "operator/announcements": (_console.announcements, _console.announcements_none),
    "operator/announcement": (_console.announcement,),
    "operator/operators": (_console.operators,),
    "operator/operator_link": (_console.operator_link,),
    "operator/operator_removal": (_console.operator_removal,),
    "operator/first_password": (_console.first_password,),
    "portal/escalations": (_console.escalations, _console.escalations_none),
    "portal/access": (_console.access, _console.access_never),
    "operator/health": (_operator.health_bad, _operator.health),
    "operator/_health": (_operator.health_bad,),
    "operator/set_aside": (_operator.set_aside, _operator.set_aside_none),
    "operator/dead_letters": (_operator.dead_letters, _operator.dead_letters_none),
    "operator/dead_letter": (_operator.dead_letter,),
    "operator/dead_letters_again": (_operator.dead_letters_again,),
    "operator/mailbox": (_staff.mailbox,),
}

environment = make_environment()


def render(page: str, language: str, sample: int = 0) -> str:
    with speaking(language):
        return environment.get_template(f"{page}.html").render(SAMPLES[page][sample](language))
