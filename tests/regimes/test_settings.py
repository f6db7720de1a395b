"""Chosen readings take effect where the rules use them."""

import pytest

from newmedia_portal.regimes import loader, validator
from newmedia_portal.regimes.loader import parse
from newmedia_portal.regimes.schema import Edition

from .reading import chain, edition, limit, papers, term

RECOMMENDED = {
    "soe": {"A02", "A04", "A05", "A06", "A07", "A11", "A17", "A21", "A27", "A29", "A44", "A49"},
    "corp": {"A04", "A05", "A10", "A12", "A15", "A21", "A26", "A27", "A44"},
    "gejiu": {"A02", "A04", "A05", "A06", "A07", "A11", "A19", "A21", "A27", "A28", "A29", "A44", "A48", "A49"},
    "taibai": {
        "A04",
        "A05",
        "A08",
        "A09",
        "A17",
        "A20",
        "A21",
        "A26",
        "A27",
        "A30",
        "A31",
        "A32",
        "A33",
        "A35",
        "A44",
    },
    "jiusan": {"A04", "A05", "A09", "A21", "A26", "A27", "A37", "A38", "A44"},
}


def choose(code: str, key: str, value: str) -> Edition:
    """The shipped edition with one setting at another value."""
    head, tail = loader.shipped_text(code).split(f'key = "{key}"', 1)
    before, after = tail.split("\nvalue = ", 1)
    return parse(f'{head}key = "{key}"{before}\nvalue = {value}\n{after.split(chr(10), 1)[1]}')


@pytest.mark.parametrize("code", RECOMMENDED)
def test_every_open_reading_of_the_regime_is_a_setting_at_its_recommended_value(code):
    settings = edition(code).settings

    assert {item.reading for item in settings} == RECOMMENDED[code]
    assert [item.key for item in settings if item.value != item.recommended] == []


def test_a_local_limit_for_a_change_counts_and_is_marked_local():
    chosen = choose("soe", "change_limit_days", "5")

    assert limit(chosen, "change") == (5, "wd", "changed_on", "local", "第十六条第一款")


def test_the_county_may_set_a_limit_for_opening():
    chosen = choose("taibai", "open_limit_days", "15")

    assert limit(chosen, "open") == (15, "wd", "opened_on", "local", "第六条")
    assert limit(chosen, "open", "entrusted") == (15, "wd", "opened_on", "local", "第四条")


def test_a_presumed_limit_can_be_switched_off():
    assert limit(choose("gejiu", "variant_limit_days", "0"), "open", "line") is None
    assert limit(choose("corp", "close_limit_days", "0"), "close") is None


def test_the_anchor_of_closing_can_be_another_day():
    chosen = choose("gejiu", "close_anchor", '"announced_on"')

    assert limit(chosen, "close") == (5, "wd", "announced_on", "stated", "第八条第一款")


def test_a_staff_account_can_be_filed_with_the_authority_instead():
    chosen = choose("soe", "staff_filing_level", '"authority"')

    assert chain(chosen, "open", "staff") == [("chief", "owner", "approve"), ("registrar", "authority", "record")]


def test_days_for_answers_can_be_working_days():
    chosen = choose("taibai", "reply_day_unit", '"wd"')

    assert term(chosen.reply.limit) == (2, "wd", "received_on", "local", "第十一条第3项")


def test_silence_review_sampling_and_resubmission_follow_their_settings():
    assert [level.days for level in choose("soe", "silent_days", "20").silence] == [None, 20, 90, None]
    assert choose("corp", "review_tiers", "2").review.minimum_tiers == 2
    assert choose("taibai", "sample_percent", "30").inspections[0].sample_percent == 30
    assert term(choose("soe", "resubmit_days", "7").clocks.resubmit) == (7, "wd", "returned_on", "local", "条文未规定")
    assert choose("gejiu", "activity_ratio_percent", "60").quotas[0].ratio_percent == 60


def test_a_week_for_groups_can_be_counted_in_working_days():
    chosen = choose("jiusan", "group_dissolve_unit", '"wd"')

    assert chosen.groups.dissolve is not None
    assert chosen.groups.dissolve.unit == "wd"
    assert limit(chosen, "close", "group_temp") == (7, "wd", "work_ended_on", "local", "第三条第四款")


@pytest.mark.parametrize(
    ("length", "leads"),
    [(60, (10, 5, 1)), (30, (10, 5, 1)), (29, (3, 1)), (10, (3, 1)), (7, (2, 1)), (5, (2, 1)), (2, (1,))],
)
def test_reminders_come_earlier_for_longer_periods(length, leads):
    assert edition("soe").clocks.lead_days_for(length) == leads


def test_what_counts_as_written_decides_when_the_signed_form_is_due():
    def due(value: str) -> list[tuple[str, str]]:
        return papers(choose("corp", "written_form", value), "change")

    assert due('"online_then_scan"') == [("signed_form", "acceptance")]
    assert due('"scan_first"') == [("signed_form", "submission")]
    assert due('"online_only"') == []


def test_individuals_are_offered_only_where_the_city_switches_them_on():
    off = edition("gejiu").filing_kind("open", "nongov").subject_kinds
    on = choose("gejiu", "individual_subjects", '"on"').filing_kind("open", "nongov").subject_kinds

    assert off == ("company", "cooperative")
    assert on == ("company", "cooperative", "sole_trader", "person")


def test_the_annual_campaign_follows_its_month():
    chosen = choose("corp", "annual_start_month", "4").annual_check

    assert (chosen.window_start, chosen.window_end, chosen.reported_year) == ("04-01", "04-30", "previous")


def test_a_local_veto_can_be_a_mere_record():
    chosen = choose("taibai", "local_veto_effect", '"none"')

    assert [item.levels for item in chosen.vetoes if item.code == "external_veto"] == [("national", "provincial")]


def test_forwards_may_be_scored_only_after_the_administrator_has_confirmed_it():
    text = loader.shipped_text("soe").replace("weight = 50", "weight = 40", 1)
    head, tail = text.split('code = "forwards"', 1)
    scored = (
        head
        + 'code = "forwards"'
        + tail.replace("weight = 0", "weight = 10", 1).replace("scored = false", "scored = true", 1)
    )
    before, after = scored.split('key = "score_interaction"', 1)
    confirmed = before + 'key = "score_interaction"' + after.replace("value = false", "value = true", 1)

    assert ["确认" in fault.message for fault in validator.faults_of(scored)] == [True]
    assert validator.faults_of(confirmed) == []


def test_the_numbers_of_the_silence_watch_follow_their_settings():
    assert [level.text for level in edition("taibai").silence] == [
        "数据截止超过 7 日列为数据缺失",
        "14 日，提前 4 日预警",
        "90 日",
        "无人运维满 14 日",
    ]
    assert choose("corp", "silent_warn_days", "6").silence[1].warn_days_before == 6
    assert choose("gejiu", "data_stale_days", "10").silence[0].stale_days == 10
    assert choose("jiusan", "unmanned_days", "30").silence[3].unmanned_days == 30


def test_short_weeks_are_left_out_by_the_chosen_number_of_working_days():
    assert [quota.min_workdays for quota in edition("soe").quotas] == [3]
    assert choose("taibai", "short_week_workdays", "4").quotas[0].min_workdays == 4
    assert [quota.min_workdays for quota in edition("gejiu").quotas] == [None]


def test_an_edition_stored_before_the_watch_had_these_numbers_still_loads():
    new = ("warn_days_before", "warn_setting", "stale_days", "stale_setting", "unmanned_days", "unmanned_setting")
    lines = loader.shipped_text("soe").split("\n")
    old = parse("\n".join(line for line in lines if not line.startswith(new)))

    assert [level.text for level in old.silence] == ["", "14 日", "90 日", ""]


def test_a_warning_after_the_line_is_a_fault():
    text = loader.shipped_text("soe").replace('key = "silent_warn_days"', 'key = "silent_warn_days"', 1)
    head, tail = text.split('key = "silent_warn_days"', 1)
    late = f'{head}key = "silent_warn_days"{tail.replace("value = 4", "value = 14", 1)}'

    assert [fault.message for fault in validator.faults_of(late)] == ["预警应早于 14 日，请减少提前天数。"]
