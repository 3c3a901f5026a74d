"""Recurring jobs that belong to no mapping."""

from crm_integration.table_mapping.declaration import JobDefaults

RETENTION = "RETENTION"
ITEM_AVAILABILITY = "ITEM AVAILABILITY"
AUTO_CREATE_SALES_ORDERS = "AUTO CREATE SALES ORDERS"
AUTO_PROCESS_SALES_QUOTES = "AUTO PROCESS SALES QUOTES"
SALES_ORDER_STATUS = "SALES ORDER STATUS"
SALES_ORDER_NOTES = "SALES ORDER NOTES"
CUSTOMER_STATISTICS = "CUSTOMER STATISTICS"

# The kind of the job of each chore.
KINDS = {
    RETENTION: "retention",
    ITEM_AVAILABILITY: "item_availability",
    AUTO_CREATE_SALES_ORDERS: "auto_create_sales_orders",
    AUTO_PROCESS_SALES_QUOTES: "auto_process_sales_quotes",
    SALES_ORDER_STATUS: "sales_order_status",
    SALES_ORDER_NOTES: "sales_order_notes",
    CUSTOMER_STATISTICS: "customer_statistics",
}

# In the order in which they run when due together. An inactivity timeout of 0 never sleeps.
TIMES = {
    CUSTOMER_STATISTICS: JobDefaults(minutes_between_runs=30, inactivity_timeout_minutes=30),
    ITEM_AVAILABILITY: JobDefaults(minutes_between_runs=30, inactivity_timeout_minutes=30),
    SALES_ORDER_STATUS: JobDefaults(minutes_between_runs=7, inactivity_timeout_minutes=7),
    SALES_ORDER_NOTES: JobDefaults(minutes_between_runs=5, inactivity_timeout_minutes=5),
    AUTO_CREATE_SALES_ORDERS: JobDefaults(minutes_between_runs=30, inactivity_timeout_minutes=30),
    AUTO_PROCESS_SALES_QUOTES: JobDefaults(minutes_between_runs=30, inactivity_timeout_minutes=30),
    RETENTION: JobDefaults(minutes_between_runs=1440, inactivity_timeout_minutes=0),
}
# Behind those of the mappings.
POSITIONS = {code: position for position, code in enumerate(TIMES, start=900)}
DESCRIPTIONS = {
    RETENTION: "Jobs and synchronization jobs older than a month are removed",
    ITEM_AVAILABILITY: "Items whose stock has changed are synchronized",
    AUTO_CREATE_SALES_ORDERS: "Submitted orders become sales orders",
    AUTO_PROCESS_SALES_QUOTES: "Activated quotes become sales quotes, won ones sales orders",
    SALES_ORDER_NOTES: "Notes on orders reach the other side",
    CUSTOMER_STATISTICS: "Accounts get the statistics of their customers, invoices their states",
    SALES_ORDER_STATUS: "What happens to sales orders is told on their timelines, states are read back",
}

# What the CRM tells of these tables concerns these chores too.
CHORES_OF_TABLE = {
    "salesorder": (AUTO_CREATE_SALES_ORDERS, SALES_ORDER_STATUS),
    "quote": (AUTO_PROCESS_SALES_QUOTES,),
}

# They are there in every installation and run without a connection; the others are switched on.
ALWAYS_THERE = (RETENTION,)
