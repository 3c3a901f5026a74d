"""Where the salespeople's pages answer, and the page on which people let applications sign in for them."""

from django.urls import path, re_path

from crm.admin.authorize.page import authorize
from crm.admin.main_page import main_page
from crm.admin.order_journey import order_journey
from crm.admin.site import site
from crm.admin.stock import product_stock

urlpatterns = [
    path("sales/item-availability/", site.admin_view(product_stock), name="product_stock"),
    path("sales/order-journey/<uuid:order_id>/", site.admin_view(order_journey), name="order_journey_box"),
    path("sales/", site.urls),
    path("main.aspx", main_page, name="crm_main_page"),
    re_path(
        r"^(?P<tenant>[0-9A-Za-z.-]{1,64})/oauth2/(?:v2\.0/)?authorize$", authorize, name="crm_authorize"
    ),
]
