"""Settings of a real installation that has one more page: its statement never ends."""

from newmedia_portal.settings.prod import *  # noqa: F403

ROOT_URLCONF = "tests.soak.slow_urls"
