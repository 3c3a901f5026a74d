"""Paths below ``/api/dynamics/v1.0/``."""

from django.urls import path

from crm_integration.rest_api.notifications import notifications

urlpatterns = [path("notifications", notifications, name="crm_notifications")]
