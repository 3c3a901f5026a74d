"""What the CRM tells others: notifications from its outbox to the webhooks that are registered in it."""

from crm.outbound.deliver import deliver_due

__all__ = ["deliver_due"]
