"""Settings: typed readers, service addresses, and the refusal of an unsafe start."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from newmedia_portal.core import checks
from newmedia_portal.settings import env, services

ROOT = Path(__file__).resolve().parents[2]
GOOD_KEY = "f8Jw0c" * 12
EMBEDDED = Path("/srv/portal/db.sqlite3")


def start(told: str = "SECURE_HSTS_SECONDS", **environment: str) -> subprocess.CompletedProcess[str]:
    """Load the production settings in a fresh process and print one of them."""
    given = {"PATH": os.environ["PATH"], "SECRET_KEY": GOOD_KEY, "ALLOWED_HOSTS": "portal.example.cn", **environment}
    code = f"from newmedia_portal.settings import prod; print(prod.{told})"
    return subprocess.run([sys.executable, "-c", code], cwd=ROOT, env=given, capture_output=True, text=True)


def test_a_setting_is_read_from_the_file_that_its_name_with_file_names(tmp_path, monkeypatch):
    secret = tmp_path / "key"
    secret.write_text("甲乙丙\n", encoding="utf-8")
    monkeypatch.setenv("PORTAL_KEY_FILE", str(secret))

    assert env.text("PORTAL_KEY") == "甲乙丙"


def test_a_setting_given_twice_is_refused_by_name(tmp_path, monkeypatch):
    monkeypatch.setenv("PORTAL_KEY", "a")
    monkeypatch.setenv("PORTAL_KEY_FILE", str(tmp_path / "key"))

    with pytest.raises(ImproperlyConfigured) as refusal:
        env.text("PORTAL_KEY")

    assert str(refusal.value) == "PORTAL_KEY 与 PORTAL_KEY_FILE 只能设置其中一个。"


def test_a_secret_file_that_cannot_be_read_is_refused_by_name(tmp_path, monkeypatch):
    monkeypatch.setenv("PORTAL_KEY_FILE", str(tmp_path / "missing"))

    with pytest.raises(ImproperlyConfigured, match="^PORTAL_KEY_FILE "):
        env.text("PORTAL_KEY")


@pytest.mark.parametrize(
    ("written", "meant"), [("1", True), ("YES", True), (" on ", True), ("0", False), ("off", False)]
)
def test_a_switch_is_read_in_its_usual_spellings(written, meant, monkeypatch):
    monkeypatch.setenv("PORTAL_SWITCH", written)

    assert env.boolean("PORTAL_SWITCH", not meant) is meant


@pytest.mark.parametrize("written", ["maybe", "2", "真"])
def test_a_switch_spelt_otherwise_is_refused_by_name(written, monkeypatch):
    monkeypatch.setenv("PORTAL_SWITCH", written)

    with pytest.raises(ImproperlyConfigured, match="^PORTAL_SWITCH "):
        env.boolean("PORTAL_SWITCH", True)


@pytest.mark.parametrize("written", ["", "ten", "1.5", "0", "11"])
def test_a_number_outside_its_limits_is_refused_by_name(written, monkeypatch):
    monkeypatch.setenv("PORTAL_NUMBER", written)

    with pytest.raises(ImproperlyConfigured, match="^PORTAL_NUMBER "):
        env.integer("PORTAL_NUMBER", 5, least=1, most=10)


def test_a_list_drops_blanks(monkeypatch):
    monkeypatch.setenv("PORTAL_LIST", " a ,, b,")

    assert env.words("PORTAL_LIST") == ["a", "b"]


def test_no_database_address_means_the_embedded_database_with_write_ahead_log():
    chosen = services.database("", EMBEDDED)

    assert (chosen["ENGINE"], chosen["NAME"]) == ("django.db.backends.sqlite3", str(EMBEDDED))
    assert chosen["OPTIONS"]["transaction_mode"] == "IMMEDIATE"
    assert "journal_mode=WAL" in chosen["OPTIONS"]["init_command"]


def test_a_postgres_address_is_taken_apart():
    chosen = services.database("postgres://anna:geheim@db:5433/portal", EMBEDDED)

    assert [chosen[part] for part in ("ENGINE", "USER", "PASSWORD", "HOST", "PORT", "NAME")] == [
        "django.db.backends.postgresql",
        "anna",
        "geheim",
        "db",
        5433,
        "portal",
    ]


def test_a_password_given_apart_takes_the_place_of_the_one_in_the_address():
    chosen = services.database("postgres://portal@database:5432/portal", EMBEDDED, "a/b@c")

    assert chosen["PASSWORD"] == "a/b@c"


@pytest.mark.parametrize("url", ["nonsense", "postgres://h:port/x", "postgres://h", "mysql://h/x", "http://h/x"])
def test_a_malformed_database_address_is_refused_by_name(url):
    with pytest.raises(ImproperlyConfigured, match="^DATABASE_URL "):
        services.database(url, EMBEDDED)


@pytest.mark.parametrize("url", ["127.0.0.1:6379", "redis://", "redis://h:x/0", "redis://h/zero", "http://h"])
def test_a_malformed_broker_address_is_refused_by_name(url):
    with pytest.raises(ImproperlyConfigured, match="^REDIS_URL "):
        services.redis(url)


@pytest.mark.parametrize("url", ["redis://127.0.0.1:6379/0", "rediss://h", "redis://:secret@h:6380/1"])
def test_a_good_broker_address_is_kept(url):
    assert services.redis(url) == url


def test_a_mail_address_is_taken_apart():
    chosen = services.email("smtp+tls://post:a%40b@mail.example.cn")

    assert (chosen["EMAIL_HOST"], chosen["EMAIL_PORT"]) == ("mail.example.cn", 587)
    assert (chosen["EMAIL_HOST_USER"], chosen["EMAIL_HOST_PASSWORD"]) == ("post", "a@b")
    assert (chosen["EMAIL_USE_TLS"], chosen["EMAIL_USE_SSL"]) == (True, False)


@pytest.mark.parametrize("url", ["mail.example.cn", "smtp://", "imap://h", "smtp://h:x"])
def test_a_malformed_mail_address_is_refused_by_name(url):
    with pytest.raises(ImproperlyConfigured, match="^EMAIL_URL "):
        services.email(url)


def test_uploads_go_to_a_folder_unless_a_bucket_is_named():
    assert services.uploads("", "", "", "", "") == {"BACKEND": "newmedia_portal.core.uploads.whole.WholeFiles"}


def test_a_bucket_without_the_package_that_speaks_to_it_is_refused_by_name(monkeypatch):
    monkeypatch.setattr(services, "find_spec", lambda name: None)

    with pytest.raises(ImproperlyConfigured, match="^S3_BUCKET 需要另装组件"):
        services.uploads("portal", "https://s3.example.cn", "", "key", "secret")


def test_a_bucket_of_a_compatible_server_is_spoken_to_plainly_and_with_patience():
    chosen = services.uploads("portal", "https://s3.example.cn", "", "key", "secret", "path")["OPTIONS"]
    client = chosen["client_config"]

    assert (client.s3, client.connect_timeout, client.read_timeout) == ({"addressing_style": "path"}, 3, 20)
    assert (client.request_checksum_calculation, client.response_checksum_validation) == ("when_required",) * 2
    assert (chosen["default_acl"], chosen["querystring_auth"], chosen["file_overwrite"]) == (None, True, False)


def test_a_bucket_with_another_way_of_addresses_is_refused_by_name():
    with pytest.raises(ImproperlyConfigured, match="^S3_ADDRESSING 应为 auto、path 或 virtual"):
        services.uploads("portal", "https://s3.example.cn", "", "key", "secret", "both")


def test_a_complete_production_environment_starts_with_a_year_of_strict_transport():
    started = start()

    assert (started.returncode, started.stdout) == (0, "31536000\n")


@pytest.mark.parametrize(
    ("environment", "sentence"),
    [
        ({"SECRET_KEY": ""}, "SECRET_KEY 必须设置"),
        ({"SECRET_KEY": "short"}, "SECRET_KEY 必须设置"),
        ({"SECRET_KEY": services.DEMO_KEY}, "SECRET_KEY 必须设置"),
        ({"ALLOWED_HOSTS": ""}, "ALLOWED_HOSTS 必须写明域名"),
        ({"ALLOWED_HOSTS": "*"}, "ALLOWED_HOSTS 必须写明域名"),
        ({"DEBUG": "1"}, "正式环境不允许 DEBUG=1"),
        ({"DATABASE_URL": "oracle://h/x"}, "DATABASE_URL 只支持"),
        ({"SECURE_HSTS_SECONDS": "-1"}, "SECURE_HSTS_SECONDS 应在"),
    ],
)
def test_production_does_not_start_on_an_unsafe_value_and_names_it(environment, sentence):
    started = start(**environment)

    assert started.returncode == 1
    assert f"ImproperlyConfigured: {sentence}" in started.stderr.strip().splitlines()[-1]


def test_uploads_inside_the_static_files_are_refused(tmp_path, settings):
    settings.STATIC_ROOT = tmp_path / "static"
    settings.MEDIA_ROOT = tmp_path / "static" / "uploads"

    assert [fault.id for fault in checks.uploads_stay_private()] == ["core.E001"]


def test_uploads_beside_the_static_files_are_accepted(tmp_path, settings):
    settings.STATIC_ROOT = tmp_path / "static"
    settings.MEDIA_ROOT = tmp_path / "static-uploads"

    assert checks.uploads_stay_private() == []


def test_the_key_of_the_demo_is_refused_for_a_deployment(settings):
    settings.SECRET_KEY = services.DEMO_KEY

    assert [fault.id for fault in checks.key_is_own()] == ["core.E002"]


def test_a_sign_in_without_limits_or_with_remembering_is_refused(settings):
    settings.AUTHENTICATION_BACKENDS = ["django.contrib.auth.backends.ModelBackend"]
    settings.SESSION_EXPIRE_AT_BROWSER_CLOSE = False

    assert [fault.id for fault in checks.sign_in_is_limited()] == ["core.E003", "core.E004"]


@pytest.mark.clause("S2-18.3")
def test_sessions_end_with_the_browser_and_when_idle():
    assert settings.SESSION_EXPIRE_AT_BROWSER_CLOSE is True
    assert settings.SESSION_COOKIE_AGE == 15 * 60


@pytest.mark.postgres
def test_a_database_that_stores_chinese_is_accepted(db):
    assert checks.text_search_works(databases=["default"]) == []


@pytest.mark.postgres
def test_a_database_of_locale_c_is_refused(transactional_db):
    from django.db import connection, connections

    with connection.cursor() as cursor:
        cursor.execute("DROP DATABASE IF EXISTS portal_locale_c")
        cursor.execute("CREATE DATABASE portal_locale_c ENCODING 'UTF8' LC_COLLATE 'C' LC_CTYPE 'C' TEMPLATE template0")
    plain = connection.copy("plain")
    plain.settings_dict = {**connection.settings_dict, "NAME": "portal_locale_c"}
    connections["plain"] = plain
    try:
        assert [fault.id for fault in checks.text_search_works(databases=["plain"])] == ["core.E006"]
    finally:
        plain.close()
        del connections["plain"]
        with connection.cursor() as cursor:
            cursor.execute("DROP DATABASE portal_locale_c")


@pytest.mark.parametrize(
    ("environment", "name", "secure"),
    [
        ({}, "__Host-sessionid", "True"),
        ({"HTTP_ALLOWED": "1"}, "__Host-sessionid", "True"),
        ({"SECURE_SSL_REDIRECT": "0"}, "__Host-sessionid", "True"),
        ({"HTTP_ALLOWED": "1", "SECURE_SSL_REDIRECT": "0"}, "sessionid", "False"),
    ],
)
def test_cookies_want_tls_unless_the_house_means_plain_http_on_which_nobody_could_sign_in(environment, name, secure):
    assert start("SESSION_COOKIE_NAME", **environment).stdout.strip() == name
    assert start("CSRF_COOKIE_SECURE", **environment).stdout.strip() == secure
