"""ASGI entry, for servers that want one."""

import os

from django.conf import settings
from django.core.asgi import get_asgi_application

from crm_integration.environment import refuse_test_keys

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "crm_integration.settings")
if not settings.DEBUG:
    refuse_test_keys(secret_key=settings.SECRET_KEY, field_encryption_keys=settings.FIELD_ENCRYPTION_KEYS)
application = get_asgi_application()
