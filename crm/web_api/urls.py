"""Addresses of the Web API and of its token endpoint."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
