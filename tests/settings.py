"""The product's settings as tests want them: no ``.env`` file, data in a folder apart, quick passwords."""

import os
import tempfile

os.environ["ENV_FILE"] = os.devnull
os.environ.setdefault("DATA_DIR", tempfile.mkdtemp(prefix="crm-integration-tests-"))

from crm_integration.settings import *  # noqa: F403

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
