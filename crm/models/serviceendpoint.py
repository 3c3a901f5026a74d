"""Service endpoints: addresses outside the CRM that want to be told; only webhooks are supported."""

from django.utils.translation import gettext_lazy as _

from crm.models.fields import PicklistColumn, PrimaryIdColumn, StringColumn
from crm.models.fields.secret import SecretColumn
from crm.models.record import CrmRecord

WEBHOOK = 8
WEBHOOK_KEY, HTTP_HEADER, HTTP_QUERY_STRING = 4, 5, 6


class ServiceEndpoint(CrmRecord):
    """A webhook (``contract`` 8): a URL and how a notification proves where it comes from.

    ``authvalue`` is a key that travels as ``?code=…`` (``authtype`` 4), or a list of settings that travel as
    headers (5) or in the query string (6): ``<settings><setting name="…" value="…" /></settings>``. Besides,
    every notification is signed with the authvalue; see ``crm.outbound.notification``.
    """

    serviceendpointid = PrimaryIdColumn()
    name = StringColumn(160, required=True, verbose_name=_("Name"))
    description = StringColumn(2000, verbose_name=_("Description"))
    contract = PicklistColumn({WEBHOOK: _("Webhook")}, required=True, verbose_name=_("Contract"))
    url = StringColumn(2000, required=True, verbose_name=_("URL"))
    authtype = PicklistColumn(
        {
            WEBHOOK_KEY: _("Webhook Key"),
            HTTP_HEADER: _("HTTP Header"),
            HTTP_QUERY_STRING: _("HTTP Query String"),
        },
        required=True,
        verbose_name=_("Authentication Type"),
    )
    authvalue = SecretColumn(verbose_name=_("Authentication Value"))
    messageformat = PicklistColumn({2: _("JSON")}, default=2, verbose_name=_("Message Format"))

    class Meta:
        db_table = "serviceendpoint"
        verbose_name = _("Service Endpoint")
        verbose_name_plural = _("Service Endpoints")

    class Dataverse(CrmRecord.Dataverse):
        entity_set = "serviceendpoints"
        schema_name = "ServiceEndpoint"
        object_type_code = 4618
