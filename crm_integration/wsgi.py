"""WSGI entry for gunicorn. Serves nothing with the keys that stand in the source."""

import os

from django.conf import settings
from django.core.wsgi import get_wsgi_application

from crm_integration.environment import refuse_test_keys

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "crm_integration.settings")
if not settings.DEBUG:
    refuse_test_keys(secret_key=settings.SECRET_KEY, field_encryption_keys=settings.FIELD_ENCRYPTION_KEYS)
application = get_wsgi_application()
