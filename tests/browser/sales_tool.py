"""A salesperson's program that speaks the Dataverse Web API."""

from typing import Any

from playwright.sync_api import Page

from tests.browser.site import Site


class SalesTool:
    """Signed in as an application of its own."""

    def __init__(self, site: Site, page: Page) -> None:
        printed = site.command("crm_register_application", "Sales Tool")
        given = dict(line.split(": ", 1) for line in printed.splitlines() if ": " in line)
        self.request, self.root = page.request, f"{site.url}/api/data/v9.2"
        form: dict[str, str | float | bool] = {
            "grant_type": "client_credentials",
            "client_id": given["client id"],
            "client_secret": given["client secret"],
            "scope": f"{site.url}/.default",
        }
        answer = page.request.post(f"{site.url}/{given['tenant']}/oauth2/v2.0/token", form=form)
        self.headers = {"Authorization": f"Bearer {answer.json()['access_token']}"}

    def create_account(self, name: str, **values: str) -> None:
        data = {"name": name, "customertypecode": 3, **values}
        answer = self.request.post(f"{self.root}/accounts", data=data, headers=self.headers)
        assert answer.ok, answer.text()

    def change_account(self, name: str, **values: str) -> None:
        found = self.request.get(
            f"{self.root}/accounts?$select=accountid&$filter=name eq '{name}'", headers=self.headers
        )
        account = found.json()["value"][0]["accountid"]
        answer = self.request.patch(f"{self.root}/accounts({account})", data=values, headers=self.headers)
        assert answer.ok, answer.text()

    def value_of_account(self, name: str, column: str) -> Any:
        url = f"{self.root}/accounts?$select={column}&$filter=name eq '{name}'"
        (found,) = self.request.get(url, headers=self.headers).json()["value"]
        return found[column]

    def make_text_column(self, table: str, schema_name: str, label: str) -> None:
        """A column that nobody knew when the programs were written."""
        definition = {
            "@odata.type": "Microsoft.Dynamics.CRM.StringAttributeMetadata",
            "SchemaName": schema_name,
            "MaxLength": 50,
            "DisplayName": {"LocalizedLabels": [{"Label": label, "LanguageCode": 1033}]},
            "RequiredLevel": {"Value": "None"},
        }
        url = f"{self.root}/EntityDefinitions(LogicalName='{table}')/Attributes"
        answer = self.request.post(url, data=definition, headers=self.headers)
        assert answer.ok, answer.text()
