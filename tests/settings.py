"""The product's settings as tests want them: no ``.env`` file, data in a folder apart, quick passwords."""

import atexit
import os
import shutil
import tempfile

os.environ["ENV_FILE"] = os.devnull
if "DATA_DIR" not in os.environ:
    os.environ["DATA_DIR"] = tempfile.mkdtemp(prefix="crm-integration-tests-")
    atexit.register(shutil.rmtree, os.environ["DATA_DIR"], ignore_errors=True)
if os.environ.get("REDIS_URL"):
    # Tests run in several processes, and clearing a cache clears its whole database: one each.
    server = "/".join(os.environ["REDIS_URL"].split("/")[:3])
    number = 8 + int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw"))
    os.environ["REDIS_URL"] = f"{server}/{number}"

from crm_integration.settings import *  # noqa: F403

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]

# A test is many browsers, and each of them would first look through all static files.
WHITENOISE_AUTOREFRESH = True

# One test after another is the same user to the CRM, all of them within its window of time.
CRM_SERVICE_PROTECTION = {**CRM_SERVICE_PROTECTION, "requests": 1_000_000, "seconds": 1_000_000}  # noqa: F405
