"""Every migration after the last release lets that release go on working."""

import pytest
from django.db import migrations, models
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.state import ModelState, ProjectState

from newmedia_portal.core.schema import operations
from newmedia_portal.core.schema.releases import exceptions, releases
from newmedia_portal.core.schema.rules import findings, judge

TEXT = models.CharField(max_length=20)
KNOWN = {("filings", "filing"): {"id", "title", "note"}}


@pytest.fixture(scope="module")
def loader():
    return MigrationLoader(None)


def test_every_release_names_migrations_that_exist_for_all_its_apps(loader):
    named = [(app, name) for release in releases() for app, name in release.targets]
    assert [key for key in named if key not in loader.graph.nodes] == []


def test_no_migration_after_the_last_release_breaks_that_release(loader):
    known = exceptions()
    assert {name: fault for name, fault in findings(loader, releases()[-1]) if name not in known} == {}


def test_every_exception_is_still_needed_and_gives_its_reason(loader):
    found = {name for name, _ in findings(loader, releases()[-1])}
    assert sorted(set(exceptions()) - found) == []
    assert [name for name, reason in exceptions().items() if len(reason) < 20] == []


def state():
    whole = ProjectState()
    fields = [("id", models.BigAutoField(primary_key=True)), ("title", TEXT), ("note", models.TextField(null=True))]
    whole.add_model(ModelState("filings", "Filing", fields))
    whole.add_model(ModelState("filings", "Fresh", list(fields)))
    return whole


@pytest.mark.parametrize(
    "operation",
    [
        migrations.RemoveField("filing", "title"),
        migrations.DeleteModel("Filing"),
        migrations.RenameField("filing", "title", "heading"),
        migrations.RenameModel("Filing", "Case"),
        migrations.AlterModelTable("filing", "cases"),
        migrations.AddField("filing", "mark", models.CharField(max_length=5, default="")),
        operations.AddField("filing", "mark", models.CharField(max_length=5, default="", unique=True)),
        migrations.AlterField("filing", "note", models.TextField(default="")),
        migrations.AlterField("filing", "title", models.CharField(max_length=10)),
        migrations.AlterField("filing", "title", models.IntegerField()),
        migrations.AlterField("filing", "title", models.CharField(max_length=20, unique=True)),
        migrations.AddConstraint("filing", models.UniqueConstraint(fields=["title"], name="one")),
        migrations.RunPython(migrations.RunPython.noop),
        migrations.RunSQL("SELECT 1"),
        migrations.SeparateDatabaseAndState(database_operations=[migrations.RemoveField("filing", "title")]),
    ],
    ids=lambda operation: operation.describe(),
)
def test_what_the_old_program_cannot_bear_is_refused(operation):
    assert judge(operation, "filings", state(), KNOWN)


@pytest.mark.parametrize(
    "operation",
    [
        migrations.RemoveField("fresh", "title"),
        migrations.AddField("fresh", "mark", models.CharField(max_length=5, default="")),
        migrations.AddField("filing", "mark", models.CharField(max_length=5, null=True)),
        migrations.AddField("filing", "mark", models.CharField(max_length=5, db_default="")),
        operations.AddField("filing", "mark", models.CharField(max_length=5, default="")),
        migrations.AlterField("filing", "title", models.CharField(max_length=30, db_index=True)),
        migrations.AddIndex("filing", models.Index(fields=["title"], name="by_title")),
        migrations.RunPython(migrations.RunPython.noop, atomic=False),
        migrations.SeparateDatabaseAndState(state_operations=[migrations.RemoveField("filing", "title")]),
    ],
    ids=lambda operation: operation.describe(),
)
def test_what_only_adds_is_let_through(operation):
    assert judge(operation, "filings", state(), KNOWN) == ""
