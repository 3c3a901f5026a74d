"""``$batch``: many requests in one. Each write stands by itself, a change set stands or falls as one."""

from uuid import uuid4

from crm.web_api.batch_execution import BatchExecution, is_error
from crm.web_api.errors import error_response
from crm.web_api.messages import MAX_BATCH_BODY, ApiRequest, ApiResponse, too_large
from odata.batch import parse_batch, render_batch
from odata.errors import ODataError
from odata.http_message import InnerResponse


def handle_batch(request: ApiRequest) -> ApiResponse:
    """Answers a batch; by default it ends at the first request that fails, with that request's status."""
    try:
        if len(request.body) > MAX_BATCH_BODY:
            raise too_large(MAX_BATCH_BODY)
        parts = parse_batch(request.body, request.headers.get("content-type", ""))
    except ODataError as error:
        return error_response(error, request)
    answers = BatchExecution(request).run(parts)
    goes_on = request.preferences.continue_on_error
    boundary = f"batchresponse_{uuid4()}"
    headers = {"Content-Type": f"multipart/mixed; boundary={boundary}", "OData-Version": "4.0"}
    if goes_on:
        headers["Preference-Applied"] = request.preferences.applied()
    failed = None if goes_on else next((answer for answer in answers if is_error(answer)), None)
    status = failed.status if isinstance(failed, InnerResponse) else 200
    return ApiResponse(status, headers, render_batch(answers, boundary))
