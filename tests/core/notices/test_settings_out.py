"""Settings of the ways out: a malformed one stops the start and names itself."""

import pytest
from django.core.exceptions import ImproperlyConfigured

from newmedia_portal.core.notices.links import site
from newmedia_portal.settings.services import hosts, portal


@pytest.mark.parametrize(
    "entries",
    [
        ["0.0.0.0/0"],
        ["::/0"],
        ["10.0.0.0/33"],
        ["*"],
        ["*.example.cn"],
        ["https://robot.example.cn"],
        ["a.example.cn:80"],
    ],
)
def test_hosts_that_open_everything_or_are_malformed_stop_the_start(entries):
    with pytest.raises(ImproperlyConfigured, match="MESSAGE_HOSTS"):
        hosts(entries)


def test_hosts_are_names_addresses_and_networks():
    wanted = ["robot.example.cn", "10.1.2.3", "10.1.2.0/24", "fd00::1", "fd00::/64"]
    assert hosts([entry.upper() for entry in wanted]) == wanted


@pytest.mark.parametrize("url", ["portal.example.cn", "ftp://a.cn", "https://", "https://a.cn/?x=1", "https://u@a.cn"])
def test_a_malformed_address_of_the_portal_stops_the_start(url):
    with pytest.raises(ImproperlyConfigured, match="PORTAL_URL"):
        portal(url)


def test_messages_name_the_portal_by_its_setting_or_its_first_host(settings):
    settings.PORTAL_URL = portal("https://portal.example.cn/")
    assert site() == "https://portal.example.cn"
    settings.PORTAL_URL, settings.ALLOWED_HOSTS = portal(""), ["*", ".example.cn"]
    assert site() == "https://example.cn"
