"""Where the pages of the back office answer, below /admin/."""

from django.urls import path

from erp.admin.site import site

urlpatterns = [path("", site.urls)]
