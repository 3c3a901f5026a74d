"""An entity set: its records page by page, and new ones."""

from typing import Any, Final

from rest_framework.request import Request
from rest_framework.response import Response

from erp.rest_api.api_view import pairs
from erp.rest_api.entity_view import ROOT, EntityView, in_names_of
from erp.rest_api.rows import ETAG, Columns, as_json, columns_of, keys_of, kinds_of, read_rows
from erp.rest_api.written_values import written_values
from odata.filter_cursor import FilterLimits
from odata.filters import to_q
from odata.page import next_link, read_page
from odata.prefer import parse_prefer
from odata.query import COLLECTION_OPTIONS, QueryOptions, parse_query_options

OPTIONS: Final = (COLLECTION_OPTIONS | {"$skip"}) - {"$expand", "$apply", "$deltatoken"}
LIMITS: Final = FilterLimits(case_functions=True)
PAGE: Final = 100
LARGEST_PAGE: Final = 1_000


class CollectionView(EntityView):
    """Pages have 100 records, or as many as ``Prefer: odata.maxpagesize`` says, up to 1,000."""

    def get(self, request: Request, **path: str) -> Response:
        options = parse_query_options(pairs(request), allowed=OPTIONS, limits=LIMITS)
        preferences = parse_prefer(request.headers.get("Prefer"))
        size = min(preferences.max_page_size or PAGE, LARGEST_PAGE)
        answer = Response(self._page(request, options, size))
        if preferences.max_page_size is not None:
            answer["Preference-Applied"] = f"odata.maxpagesize={size}"
        return answer

    def post(self, request: Request, **path: str) -> Response:
        assert self.entity.operations.create is not None  # noqa: S101 - routed only where there is one
        with in_names_of(self.entity):
            record = self.entity.operations.create(written_values(self.entity, self.body(request)))
        body = self.one(request, record.id)
        answer = Response(body, status=201)
        place = self.entity.path_of(path["company_id"], record.id)
        answer["Location"] = request.build_absolute_uri(ROOT + place)
        answer["ETag"] = body[ETAG]
        return answer

    def _page(self, request: Request, options: QueryOptions, size: int) -> dict[str, Any]:
        entity, columns = self.entity, columns_of(self.entity, options.select)
        found, keys = entity.records(), keys_of(entity, options.orderby)
        if options.filter is not None:
            found = found.filter(to_q(options.filter, Columns(entity)))
        body: dict[str, Any] = {"@odata.context": self.context(request)}
        if options.count:
            body["@odata.count"] = found.count()
        page = read_page(
            found,
            keys=keys,
            kinds=kinds_of(entity),
            options=options,
            size=size,
            read=lambda rows: read_rows(entity, rows, columns, keys),
        )
        body["value"] = as_json(entity, page.rows, columns)
        if page.next_token:
            body["@odata.nextLink"] = next_link(request._request, page.next_token)
        return body
