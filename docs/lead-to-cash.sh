#!/bin/sh
# From a customer and an item to money in the bank, with nothing but curl: the back office is met at its REST API,
# the CRM at its Web API. docs/rest-api.md says where the settings come from and what this prints.
set -eu

: "${BACK_OFFICE:?the address of the back office, such as http://localhost:8000}"
: "${API_TOKEN:?a token of a user with the role API Client}"
: "${CRM_TENANT:?}" "${CRM_CLIENT_ID:?}" "${CRM_CLIENT_SECRET:?what crm_register_application prints}"
CRM=${CRM:-$BACK_OFFICE}
PATIENCE=${PATIENCE:-120} # seconds that work in the background may take
ENDED='"status": ?"(Finished|Failed|Canceled)"'
name="Curl $(date -u +%Y%m%d%H%M%S)-$$"

say() { printf '%-38s %s\n' "$1" "$2"; }

fail() {
    printf '%s\n' "$*" >&2
    exit 1
}

# ask TOKEN METHOD ADDRESS [JSON]: the answer is in $answer; a refusal is told and ends it all.
ask() {
    answer=$(curl -sgS -X "$2" -H "Authorization: Bearer $1" -H 'Content-Type: application/json' \
        -H 'If-Match: *' -H 'Prefer: return=representation' -w '\n%{http_code}' "$3" --data-raw "${4-}")
    case $answer in
        *2??) ;;
        *) fail "$2 $3: $answer" ;;
    esac
}
erp() { ask "$API_TOKEN" "$1" "$company/$2" "${3-}"; }
dynamics() { ask "$API_TOKEN" "$1" "$BACK_OFFICE/api/dynamics/v1.0/$2" "${3-}"; }
crm() { ask "$crm_token" "$1" "$CRM/api/data/v9.2/$2" "${3-}"; }

# value NAME: the first property of that name in the answer.
value() {
    printf '%s' "$answer" | tr ',{}[]' '\n\n\n\n\n' |
        sed -n "s/^ *\"$1\": *\"\{0,1\}\([^\"]*\)\"\{0,1\} *\$/\1/p" | sed -n 1p
}

# wait_for WHAT PATTERN COMMAND…: asks every second until the answer has the pattern.
wait_for() {
    what=$1 pattern=$2 seconds=0
    shift 2
    while "$@" && ! printf '%s' "$answer" | grep -Eq "$pattern"; do
        [ "$seconds" -lt "$PATIENCE" ] || fail "In vain for $PATIENCE seconds: $what. Last: $answer"
        seconds=$((seconds + 1))
        sleep 1
    done
}

answer=$(curl -sS "$CRM/$CRM_TENANT/oauth2/v2.0/token" -d grant_type=client_credentials -d "scope=$CRM/.default" \
    -d "client_id=$CRM_CLIENT_ID" --data-urlencode "client_secret=$CRM_CLIENT_SECRET")
crm_token=$(value access_token)
[ -n "$crm_token" ] || fail "The CRM refuses these credentials: $answer"
ask "$API_TOKEN" GET "$BACK_OFFICE/api/v2.0/companies"
company="$BACK_OFFICE/api/v2.0/companies($(value id))"

# A customer and an item in the back office
erp POST customers "{\"displayName\": \"$name\", \"city\": \"Halden\"}"
customer_id=$(value id)
say "Customer" "$(value number), $name"
erp POST items '{"displayName": "Chair for curl", "baseUnitOfMeasureCode": "PCS", "unitPrice": 125.50}'
item_id=$(value id) item_no=$(value number)
say "Item" "$item_no"

# What stands for them in the CRM, as the salespeople had entered it
crm GET 'uoms?$select=uomid,_uomscheduleid_value&$filter=name%20eq%20%27PCS%27&$top=1'
unit="\"defaultuomid@odata.bind\": \"/uoms($(value uomid))\""
unit="$unit, \"defaultuomscheduleid@odata.bind\": \"/uomschedules($(value _uomscheduleid_value))\""
unit_id=$(value uomid)
crm POST accounts "{\"name\": \"$name (prospect)\", \"customertypecode\": 3}"
account_id=$(value accountid)
crm POST products "{\"name\": \"A chair\", \"productnumber\": \"$item_no\", \"producttypecode\": 1,
    \"quantitydecimal\": 2, $unit}"
product_id=$(value productid)
crm PATCH "products($product_id)" '{"statecode": 0, "statuscode": 1}'

# couple MAPPING RECORD CRM_RECORD: and the data of the back office goes over.
couple() {
    dynamics POST couplings "{\"integrationTableMapping\": \"$1\", \"recordId\": \"$2\", \"integrationRecordId\": \"$3\"}"
    dynamics POST "couplings($(value id))/Dynamics.synchronizeNow" '{"direction": "ToIntegrationTable"}'
    wait_for "$1 to be synchronized" "$ENDED" dynamics GET "jobs($(value id))"
    say "$1 coupled, synchronization" "$(value status)"
}
couple CUSTOMER "$customer_id" "$account_id"
couple ITEM-PRODUCT "$item_id" "$product_id"
crm GET "accounts($account_id)?\$select=name,address1_city"
say "Account in the CRM" "$(value name), $(value address1_city)"

# An order in the CRM, at the price that came over, and submitted
crm GET 'pricelevels?$select=pricelevelid,_transactioncurrencyid_value&$filter=name%20eq%20%27Business%20Central%20Default%20Price%20List%27'
currency_id=$(value _transactioncurrencyid_value)
crm POST salesorders "{\"name\": \"$name\", \"customerid_account@odata.bind\": \"/accounts($account_id)\",
    \"pricelevelid@odata.bind\": \"/pricelevels($(value pricelevelid))\",
    \"transactioncurrencyid@odata.bind\": \"/transactioncurrencies($currency_id)\"}"
crm_order_id=$(value salesorderid)
crm POST salesorderdetails "{\"salesorderid@odata.bind\": \"/salesorders($crm_order_id)\", \"quantity\": 4,
    \"productid@odata.bind\": \"/products($product_id)\", \"uomid@odata.bind\": \"/uoms($unit_id)\"}"
crm PATCH "salesorders($crm_order_id)" '{"statecode": 1, "statuscode": 3}'
say "Order submitted in the CRM" "$name"

# It becomes a sales order by itself; shipped and invoiced
of_this="\$filter=externalDocumentNumber%20eq%20'$(printf '%s' "$name" | sed 's/ /%20/g')'"
wait_for "the sales order" '"number": ?"' erp GET "salesOrders?$of_this"
order_id=$(value id)
say "Sales order" "$(value number), $(value totalAmountIncludingTax)"
erp POST "salesOrders($order_id)/Microsoft.NAV.shipAndInvoice"
erp GET "salesInvoices?$of_this"
invoice_id=$(value id)
say "Posted invoice" "$(value number), $(value status), $(value remainingAmount) to be paid"

# The invoice goes to the CRM, where it is Billed; the payment and the account statistics make it Paid
dynamics POST "postedSalesInvoices($invoice_id)/Dynamics.createInvoice"
crm_invoice() { crm GET "invoices?\$select=statecode,statuscode&\$filter=_customerid_value%20eq%20$account_id"; }
wait_for "the invoice in the CRM" '"statecode": ?0, ?"statuscode": ?4' crm_invoice
say "Invoice in the CRM" "Billed"
erp POST customerPayments "{\"customerId\": \"$customer_id\", \"appliesToInvoiceId\": \"$invoice_id\",
    \"documentNumber\": \"PAY-$$\"}"
say "Payment" "$(value documentNumber), $(value amount)"
dynamics POST "accountStatistics($customer_id)/Dynamics.updateAccountStatistics"
wait_for "the invoice to be paid in the CRM" '"statecode": ?2, ?"statuscode": ?100001' crm_invoice
say "Invoice in the CRM" "Paid, Complete"
erp GET "salesInvoices($invoice_id)"
say "Posted invoice" "$(value number), $(value status), $(value remainingAmount) to be paid"
