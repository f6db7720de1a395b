"""The command `migrate` of the present program, with the shortcut of tests.migrated: tables come out alike, sooner.

What is spared is Django's work in memory; every statement reaches the database as in an upgrade.
"""

import sys

import django
from django.core.management import call_command

from tests.migrated import changing_alone

if __name__ == "__main__":
    django.setup()
    with changing_alone():
        call_command("migrate", *sys.argv[1:], verbosity=0)
