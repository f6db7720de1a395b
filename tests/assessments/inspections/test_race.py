"""Two people at once (并发): one objection, one notice, one draw."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connections
from guardian.shortcuts import assign_perm

from assessments.actions import inspections
from assessments.actions import rectification as actions
from assessments.models import CampaignDraw, Finding, FindingObjection, RectificationNotice
from newmedia_portal.core.access.models import User
from newmedia_portal.core.refusals import Refused
from tests.world import NOON, build, user

from .making import failed, known, other_than_finder, prepared, told

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.postgres]


def both(*jobs):
    """Run jobs at the same time; return how many were refused."""
    gate = Barrier(len(jobs))

    def run(job):
        gate.wait()
        try:
            job()
            return 0
        except Refused:
            return 1
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(jobs)) as pool:
        return sum(pool.map(run, jobs))


def test_of_two_who_decide_one_objection_one_wins():
    world = build("taibai")
    finding = told(world)
    objection = actions.dispute(finding, reason="有异议", by=world.person("operator"), at=NOON)
    people = [other_than_finder(world, finding).pk, user("taibai-third", world.authority, "registrar").pk]
    assign_perm("core.oversee_unit", User.objects.get(pk=people[1]), world.root)

    def job(pk, accepted):
        by, row = User.objects.get(pk=pk), FindingObjection.objects.get(pk=objection.pk)
        return lambda: actions.decide(row, accepted=accepted, opinion="核对过", by=by, at=NOON)

    assert both(job(people[0], True), job(people[1], False)) == 1
    finding.refresh_from_db()
    objection.refresh_from_db()
    assert (objection.state, finding.state) in [("accepted", "withdrawn"), ("rejected", "notified")]


def test_of_two_who_notify_the_same_finding_one_wins():
    world = build("taibai")
    finding = failed(world)

    def job(role):
        by, row = User.objects.get(pk=world.cast[role].pk), Finding.objects.get(pk=finding.pk)
        return lambda: actions.notify_unit([row], by=by, at=NOON)

    assert both(job("registrar"), job("director")) == 1
    assert RectificationNotice.objects.count() == 1


def test_of_two_who_draw_one_campaign_one_wins():
    world = build("taibai")
    known(world, "示例账号")
    campaign = prepared(world)

    def job(role):
        by = User.objects.get(pk=world.cast[role].pk)
        return lambda: inspections.start(type(campaign).objects.get(pk=campaign.pk), by=by, at=NOON)

    assert both(job("registrar"), job("director")) == 1
    assert CampaignDraw.objects.count() == 1
