"""Addresses of duty work (值守)."""

from django.urls import path

from .views import batches
from .views.impostors import detail as impostor
from .views.impostors import letters
from .views.impostors import lists as impostors
from .views.impostors import steps as impostor_steps
from .views.incidents import detail as incident
from .views.incidents import lists as incidents
from .views.incidents import steps
from .views.inquiries import detail as message
from .views.inquiries import lists as messages
from .views.inquiries import samples
from .views.people import checks, entries, leaving, overview
from .views.people import gaps as people_gaps
from .views.reposts import detail, issue, lists, telling, workbook
from .views.rosters import detail as roster
from .views.rosters import lists as rosters
from .views.rosters import shifts

app_name = "duties"
urlpatterns = [
    path("reposts/", lists.repost_list, name="reposts"),
    path("reposts/new/", issue.issue, name="repost-new"),
    path("reposts/<int:pk>/", detail.detail, name="repost"),
    path("reposts/<int:pk>/accounts/", lists.target_list, name="repost-accounts"),
    path("reposts/<int:pk>/template/", workbook.template, name="repost-template"),
    path("reposts/<int:pk>/batch/", workbook.batch, name="repost-batch"),
    path("reposts/<int:pk>/batch/confirm/", workbook.confirm, name="repost-batch-confirm"),
    path("reposts/<int:pk>/close/", detail.close, name="repost-close"),
    path("reposts/<int:pk>/withdraw/", detail.withdraw, name="repost-withdraw"),
    path("reposts/accounts/<int:pk>/confirm/", telling.confirm, name="repost-confirm"),
    path("reposts/accounts/<int:pk>/excuse/", telling.excuse, name="repost-excuse"),
    path("reposts/accounts/<int:pk>/answer/", telling.answer, name="repost-answer"),
    path("messages/", messages.message_list, name="messages"),
    path("messages/new/", message.log, name="message-new"),
    path("messages/import/", batches.message_import, name="message-import"),
    path("messages/import/template/", batches.message_template, name="message-template"),
    path("messages/statistics/", messages.statistics, name="message-statistics"),
    path("messages/samples/", samples.sample_list, name="message-samples"),
    path("messages/samples/new/", samples.new, name="sample-new"),
    path("messages/samples/<int:pk>/", samples.sample, name="sample"),
    path("messages/samples/<int:pk>/print/", samples.sample_sheet, name="sample-print"),
    path("messages/<int:pk>/", message.detail, name="message"),
    path("messages/<int:pk>/answer/", message.answer, name="message-answer"),
    path("messages/<int:pk>/pass/", message.pass_on, name="message-pass"),
    path("messages/<int:pk>/waive/", message.waive, name="message-waive"),
    path("messages/<int:pk>/reopen/", message.reopen, name="message-reopen"),
    path("messages/<int:pk>/comment/", message.comment, name="message-comment"),
    path("batches/<int:pk>/", batches.batch, name="batch"),
    path("batches/<int:pk>/confirm/", batches.confirm, name="batch-confirm"),
    path("batches/<int:pk>/undo/", batches.undo, name="batch-undo"),
    path("rosters/", rosters.roster_list, name="rosters"),
    path("rosters/new/", roster.new, name="roster-new"),
    path("rosters/<int:pk>/", roster.detail, name="roster"),
    path("rosters/<int:pk>/shifts/new/", roster.add, name="roster-shift"),
    path("rosters/<int:pk>/copy/", roster.copy, name="roster-copy"),
    path("rosters/<int:pk>/import/", batches.roster_import, name="roster-import"),
    path("rosters/<int:pk>/template/", batches.roster_template, name="roster-template"),
    path("rosters/<int:pk>/export/", roster.export, name="roster-export"),
    path("rosters/<int:pk>/print/", roster.sheet, name="roster-print"),
    path("rosters/<int:pk>/end/", roster.end, name="roster-end"),
    path("rosters/<int:pk>/log/", rosters.entry_list, name="roster-log"),
    path("rosters/<int:pk>/log/new/", shifts.look, name="roster-look"),
    path("rosters/shifts/<int:pk>/swap/", shifts.swap, name="shift-swap"),
    path("rosters/shifts/<int:pk>/cancel/", shifts.cancel, name="shift-cancel"),
    path("rosters/shifts/<int:pk>/handover/", shifts.hand_over, name="shift-handover"),
    path("incidents/", incidents.incident_list, name="incidents"),
    path("incidents/new/", incident.new, name="incident-new"),
    path("incidents/statistics/", incidents.statistics, name="incident-statistics"),
    path("incidents/<int:pk>/", incident.detail, name="incident"),
    path("incidents/<int:pk>/tell/", steps.tell, name="incident-tell"),
    path("incidents/<int:pk>/steps/<slug:axis>/", steps.step, name="incident-step"),
    path("incidents/<int:pk>/grade/", steps.grade, name="incident-grade"),
    path("incidents/<int:pk>/summary/", steps.sum_up, name="incident-summary"),
    path("incidents/<int:pk>/print/", incident.sheet, name="incident-print"),
    path("incidents/<int:pk>/close/", steps.close, name="incident-close"),
    path("incidents/<int:pk>/reopen/", steps.reopen, name="incident-reopen"),
    path("incidents/<int:pk>/comment/", steps.comment, name="incident-comment"),
    path("impostors/", impostors.impostor_list, name="impostors"),
    path("impostors/new/", impostor.new, name="impostor-new"),
    path("impostors/<int:pk>/", impostor.detail, name="impostor"),
    path("impostors/<int:pk>/contact/", impostor.contact, name="impostor-contact"),
    path("impostors/<int:pk>/screenshot/", impostor.screenshot, name="impostor-screenshot"),
    path("impostors/<int:pk>/unit/", impostor_steps.name_unit, name="impostor-unit"),
    path("impostors/<int:pk>/confirm/", impostor_steps.confirm, name="impostor-confirm"),
    path("impostors/<int:pk>/dismiss/", impostor_steps.dismiss, name="impostor-dismiss"),
    path("impostors/<int:pk>/involve/", impostor_steps.involve, name="impostor-involve"),
    path("impostors/partners/<int:pk>/", impostor_steps.partner, name="impostor-partner"),
    path("impostors/<int:pk>/letter/", letters.write, name="impostor-letter"),
    path("impostors/letters/<int:pk>/sent/", letters.send, name="impostor-letter-sent"),
    path("impostors/letters/<int:pk>/outcome/", letters.outcome, name="impostor-letter-outcome"),
    path("impostors/letters/<int:pk>/print/", letters.sheet, name="impostor-letter-print"),
    path("impostors/<int:pk>/filed/", impostor_steps.file_report, name="impostor-filed"),
    path("impostors/<int:pk>/close/", impostor_steps.close, name="impostor-close"),
    path("impostors/<int:pk>/reopen/", impostor_steps.reopen, name="impostor-reopen"),
    path("people/", overview.overview, name="people"),
    path("people/gaps/<slug:kind>/", people_gaps.gap_list, name="people-gaps"),
    path("people/leaving/", leaving.leaver_list, name="leavers"),
    path("people/leaving/<int:pk>/", leaving.detail, name="leaving"),
    path("people/leaving/items/<int:pk>/", leaving.tick, name="leaving-tick"),
    path("people/checks/", checks.reply_list, name="checks"),
    path("people/checks/<int:pk>/", checks.check, name="check"),
    path("people/entries/", entries.entry_list, name="entries"),
    path("people/entries/confirm/", entries.confirm, name="entries-confirm"),
    path("people/entries/done/", entries.confirmation_list, name="confirmations"),
    path("people/entries/<int:pk>/", entries.entry, name="entry"),
]
