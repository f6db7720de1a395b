"""Addresses of filings."""

from django.urls import path

from .queue.urls import patterns as queue
from .views import annual, case, decisions, draft, legacy, lists, new, opening, prints, summaries, upward

app_name = "filings"
urlpatterns = [
    path("", lists.filing_list, name="list"),
    path("obligations/<int:pk>/remind/", decisions.remind, name="remind"),
    path("annual/", annual.annual_list, name="annual"),
    path("annual/open/", annual.open_annual, name="annual-open"),
    path("annual/<int:pk>/list/<slug:which>/", annual.paper, name="annual-paper"),
    path("annual/checks/<int:pk>/", annual.detail, name="annual-check"),
    path("annual/checks/<int:pk>/begin/", annual.begin, name="annual-begin"),
    path("annual/checks/<int:pk>/reopen/", annual.reopen, name="annual-reopen"),
    *queue,
    path("summaries/", summaries.summary_list, name="summaries"),
    path("summaries/write/", summaries.write, name="summary-write"),
    path("summaries/<int:pk>/", summaries.detail, name="summary"),
    path("summaries/<int:pk>/read/", summaries.read, name="summary-read"),
    path("new/", new.choose, name="new"),
    path("new/<slug:kind>/", new.begin, name="begin"),
    path("<int:pk>/", case.detail, name="detail"),
    path("<int:pk>/task/<slug:code>/", draft.task, name="task"),
    path("<int:pk>/papers/", draft.papers, name="papers"),
    path("<int:pk>/papers/<int:paper_id>/", draft.download, name="paper"),
    path("<int:pk>/papers/<int:paper_id>/remove/", draft.remove_paper, name="remove-paper"),
    path("<int:pk>/check/", draft.check, name="check"),
    path("<int:pk>/discard/", draft.discard, name="discard"),
    path("<int:pk>/opening/", opening.opening, name="opening"),
    path("<int:pk>/receipt/", case.receipt, name="receipt"),
    path("<int:pk>/decide/", decisions.decide, name="decide"),
    path("<int:pk>/move/<slug:verb>/", decisions.move, name="move"),
    path("<int:pk>/withdraw/", decisions.withdraw, name="withdraw"),
    path("<int:pk>/urge/", decisions.urge, name="urge"),
    path("legacy/", legacy.progress, name="legacy"),
    path("upward/", upward.upward_list, name="upward"),
    path("<int:pk>/upward/acknowledge/", upward.acknowledge, name="upward-acknowledge"),
    path("<int:pk>/upward/ask/", upward.ask, name="upward-ask"),
    path("<int:pk>/upward/answer/", upward.answer, name="upward-answer"),
    path("<int:pk>/print/", prints.paper, name="print"),
    path("<int:pk>/certificate/", prints.certificate, name="certificate"),
    path("<int:pk>/letters/<int:decision>/", prints.letter, name="letter"),
    path("obligations/<int:pk>/letter/", prints.asking, name="asking-letter"),
]
