"""The product's settings as tests want them: no ``.env`` file, data in a folder apart, quick passwords."""

import os
import tempfile

os.environ["ENV_FILE"] = os.devnull
os.environ.setdefault("DATA_DIR", tempfile.mkdtemp(prefix="crm-integration-tests-"))
if os.environ.get("REDIS_URL", "").count("/") == 2:
    # Tests run in several processes, and clearing a cache clears its whole database: one each.
    number = 8 + int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw"))
    os.environ["REDIS_URL"] += f"/{number}"

from crm_integration.settings import *  # noqa: F403

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
