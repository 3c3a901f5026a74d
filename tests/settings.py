"""The product's settings as tests want them: no ``.env`` file, data in a folder apart, quick passwords."""

import os
import tempfile

os.environ["ENV_FILE"] = os.devnull
os.environ.setdefault("DATA_DIR", tempfile.mkdtemp(prefix="crm-integration-tests-"))

from crm_integration.settings import *  # noqa: F403

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]

if REDIS_URL:  # noqa: F405
    # Tests run in several processes, and clearing a cache clears its whole database.
    _number = 8 + int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw"))
    REDIS_URL = f"{REDIS_URL.rstrip('/')}/{_number}"  # noqa: F405
    CACHES = {"default": {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": REDIS_URL}}
    Q_CLUSTER = {**Q_CLUSTER, "redis": REDIS_URL}  # noqa: F405
