#!/usr/bin/env python
"""Django's command line."""

import os
import sys

from django.core.management import execute_from_command_line

from crm_integration.environment import UnusableSetting

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "crm_integration.settings")
    try:
        execute_from_command_line(sys.argv)
    except UnusableSetting as error:
        sys.exit(str(error))
