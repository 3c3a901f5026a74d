"""The CRM says that something changed."""

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from crm_integration.connection.accept_notification import NotificationRefused, accept_notification


# Proven by the key and the signature in its headers, not by a cookie.
@csrf_exempt
@require_POST
def notifications(request: HttpRequest) -> HttpResponse:
    """Answers 202, or 401 to whoever is not the CRM that we registered with, or 400."""
    try:
        accept_notification(headers=request.headers, body=request.body, now=timezone.now())
    except NotificationRefused as refusal:
        return HttpResponse(status=refusal.status)
    return HttpResponse(status=202)
