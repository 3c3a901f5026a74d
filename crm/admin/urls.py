"""Where the salespeople's pages answer."""

from django.urls import path

from crm.admin.main_page import main_page
from crm.admin.site import site

urlpatterns = [path("sales/", site.urls), path("main.aspx", main_page, name="crm_main_page")]
