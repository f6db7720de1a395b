"""Addresses of filings."""

from django.urls import path

from .views import case, decisions, draft, lists, new, opening, prints

app_name = "filings"
urlpatterns = [
    path("", lists.filing_list, name="list"),
    path("obligations/<int:pk>/remind/", decisions.remind, name="remind"),
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
    path("<int:pk>/transfer/", decisions.transfer, name="transfer"),
    path("<int:pk>/withdraw/", decisions.withdraw, name="withdraw"),
    path("<int:pk>/urge/", decisions.urge, name="urge"),
    path("<int:pk>/print/", prints.paper, name="print"),
]
