"""Addresses of inspections and rectification (检查抽查、问题整改)."""

from django.urls import URLPattern, path

from ..views.inspections import campaign, check, items, lists, prepare, second
from ..views.rectification import answers, evidence, finding, notices, watchlist
from ..views.rectification import lists as found

urlpatterns: list[URLPattern] = [
    path("inspections/", lists.campaign_list, name="inspections"),
    path("inspections/new/", prepare.new, name="inspection-new"),
    path("inspections/<int:pk>/", campaign.detail, name="inspection"),
    path("inspections/<int:pk>/edit/", prepare.edit, name="inspection-edit"),
    path("inspections/<int:pk>/items/", items.edit, name="inspection-items"),
    path("inspections/<int:pk>/accounts/", lists.account_list, name="inspection-accounts"),
    path("inspections/<int:pk>/draw/", campaign.draw, name="inspection-draw"),
    path("inspections/<int:pk>/start/", campaign.start, name="inspection-start"),
    path("inspections/<int:pk>/review/", campaign.review, name="inspection-review"),
    path("inspections/<int:pk>/close/", campaign.close, name="inspection-close"),
    path("inspections/<int:pk>/resume/", campaign.resume, name="inspection-resume"),
    path("inspections/<int:pk>/cancel/", campaign.cancel, name="inspection-cancel"),
    path("checks/", lists.my_list, name="my-checks"),
    path("checks/<int:pk>/", check.detail, name="inspected"),
    path("checks/<int:pk>/point/", check.point, name="inspected-point"),
    path("checks/<int:pk>/skip/", check.skip, name="inspected-skip"),
    path("checks/<int:pk>/assign/", check.assign, name="inspected-assign"),
    path("checks/<int:pk>/reopen/", check.reopen, name="inspected-reopen"),
    path("checks/<int:pk>/agree/", second.agree, name="inspected-agree"),
    path("checks/<int:pk>/send-back/", second.send_back, name="inspected-send-back"),
    path("findings/", found.finding_list, name="findings"),
    path("findings/new/", finding.new, name="finding-new"),
    path("findings/<int:pk>/", finding.detail, name="finding"),
    path("findings/<int:pk>/notify/", notices.notify, name="finding-notify"),
    path("findings/<int:pk>/drop/", finding.drop, name="finding-drop"),
    path("findings/<int:pk>/prove/", answers.prove, name="finding-prove"),
    path("findings/<int:pk>/more/", finding.ask_more, name="finding-more"),
    path("findings/<int:pk>/recheck/", finding.recheck, name="finding-recheck"),
    path("findings/<int:pk>/dispute/", answers.dispute, name="finding-dispute"),
    path("objections/<int:pk>/decide/", answers.decide, name="objection-decide"),
    path("objections/<int:pk>/take-back/", answers.take_back, name="objection-take-back"),
    path("notices/", found.notice_list, name="notices"),
    path("notices/<int:pk>/", notices.sheet, name="notice"),
    path("evidence/<int:pk>/", evidence.download, name="evidence"),
    path("watch-list/", found.watch_list, name="watch-list"),
    path("watch-list/new/", watchlist.new, name="watch-list-new"),
    path("watch-list/<int:pk>/leave/", watchlist.leave, name="watch-list-leave"),
]
