"""Addresses of periods of assessment (考核): `/assessments/` lists them, `/assessments/2026Q3/` is one of them."""

from django.urls import URLPattern, path, register_converter

from ..views.quarters import comparing, entries, grid, lists, objections, quarter, schemes, steps, trying, vetoes


class PeriodConverter:
    """Codes such as 2026Q3, 2026H1, 2026-09 and 2026."""

    regex = r"\d[0-9A-Za-z-]{3,9}"

    def to_python(self, value: str) -> str:
        """Return the code as it is."""
        return value

    def to_url(self, value: str) -> str:
        """Return the code as it is."""
        return value


register_converter(PeriodConverter, "period")

urlpatterns: list[URLPattern] = [
    path("", lists.quarter_list, name="quarters"),
    path("open/", steps.start, name="quarter-new"),
    path("<period:period>/", quarter.detail, name="quarter"),
    path("<period:period>/units/", lists.entry_list, name="quarter-entries"),
    path("<period:period>/scores/", grid.scores, name="quarter-scores"),
    path("<period:period>/scores/sheet/", grid.sheet, name="quarter-scores-sheet"),
    path("<period:period>/scores/import/", grid.bring_in, name="quarter-scores-import"),
    path("<period:period>/compare/", comparing.compare, name="quarter-compare"),
    path("<period:period>/step/<slug:step>/", steps.go, name="quarter-step"),
    path("<period:period>/objections/", lists.objection_list, name="quarter-objections"),
    path("results/<int:pk>/", entries.detail, name="entry"),
    path("results/<int:pk>/accounts/<int:account>/", entries.card, name="entry-card"),
    path("results/<int:pk>/self/", entries.self_assess, name="entry-self"),
    path("results/<int:pk>/submit/", entries.submit, name="entry-submit"),
    path("results/<int:pk>/bonus/", entries.bonus, name="entry-bonus"),
    path("results/<int:pk>/object/", objections.new, name="entry-object"),
    path("results/proofs/<slug:kind>/<int:pk>/", entries.proof, name="quarter-proof"),
    path("results/objections/<int:pk>/", objections.detail, name="quarter-objection"),
    path("results/objections/<int:pk>/decide/", objections.decide, name="quarter-objection-decide"),
    path("results/objections/<int:pk>/withdraw/", objections.withdraw, name="quarter-objection-withdraw"),
    path("vetoes/", vetoes.veto_list, name="quarter-vetoes"),
    path("vetoes/new/", vetoes.new, name="quarter-veto-new"),
    path("vetoes/<int:pk>/", vetoes.detail, name="quarter-veto"),
    path("vetoes/<int:pk>/revoke/", vetoes.revoke, name="quarter-veto-revoke"),
    path("schemes/", schemes.scheme_list, name="schemes"),
    path("schemes/<int:pk>/", schemes.detail, name="scheme"),
    path("schemes/<int:pk>/draft/", schemes.draft, name="scheme-draft"),
    path("schemes/<int:pk>/edit/", schemes.edit, name="scheme-edit"),
    path("schemes/<int:pk>/publish/", schemes.publish, name="scheme-publish"),
    path("schemes/<int:pk>/drop/", schemes.drop, name="scheme-drop"),
    path("schemes/<int:pk>/try/", trying.try_scheme, name="scheme-try"),
]
