"""What ``/api/v2.0/`` is, for its description."""

from typing import Final

from erp.rest_api.openapi.document import DescribedApi

ERP_API: Final = DescribedApi(
    title="Back office REST API",
    version="v2.0",
    description=(
        "The back office for other software, in the conventions of Business Central's API v2.0. "
        "Whatever belongs to the company stands below its id, which `/companies` tells. Blank dates are "
        "`0001-01-01`, blank ids consist of zeros, blank options are `_x0020_`."
    ),
    root="/api/v2.0",
    routes="erp.rest_api.urls",
)
