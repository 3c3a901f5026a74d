// Queries: filters, pages, counts, expansion, FetchXML, change tracking, and URLs that are too long.
import assert from "node:assert/strict";
import { before, test } from "node:test";
import { connect, mark } from "./crm.js";

const crm = connect();
const name = `Q${mark()}`;
const COUNT = 12;
const filter = `startswith(name,'${name}')`;

before(async () => {
  const Targets = Array.from({ length: COUNT }, (_, number) => ({
    "@odata.type": "Microsoft.Dynamics.CRM.account",
    name: `${name} ${String(number).padStart(2, "0")}`,
    address1_city: number % 2 ? "Oslo" : "York",
    numberofemployees: number,
  }));
  await crm.callAction({
    collection: "accounts", actionName: "Microsoft.Dynamics.CRM.CreateMultiple", action: { Targets },
  });
});

test("records are chosen, ordered and counted", async () => {
  const found = await crm.retrieveMultiple({
    collection: "accounts", select: ["name"], top: 3, count: true, orderBy: ["numberofemployees desc"],
    filter: `${filter} and address1_city eq 'Oslo' and (numberofemployees gt 1 or name eq null)`,
  });
  assert.deepEqual(found.value.map((row) => row.name), [11, 9, 7].map((n) => `${name} ${String(n).padStart(2, "0")}`));
  assert.equal(found["@odata.count"], 5);
  assert.equal(await crm.count({ collection: "accounts", filter }), COUNT);
  assert.equal(await crm.countAll({ collection: "accounts", filter }), COUNT);
});

test("pages follow one another", async () => {
  const request = { collection: "accounts", select: ["name"], filter, orderBy: ["name"], maxPageSize: 5 };
  const first = await crm.retrieveMultiple(request);
  assert.equal(first.value.length, 5);
  const second = await crm.retrieveMultiple(request, first["@odata.nextLink"]);
  assert.equal(second.value[0].name, `${name} 05`);
  const all = await crm.retrieveAll(request);
  assert.equal(all.value.length, COUNT);
});

test("records are grouped and added up", async () => {
  const found = await crm.retrieveMultiple({
    collection: "accounts",
    apply: `filter(${filter})/groupby((address1_city),aggregate(numberofemployees with sum as total,$count as number))`,
  });
  const totals = Object.fromEntries(found.value.map((row) => [row.address1_city, [row.total, row.number]]));
  assert.deepEqual(totals, { Oslo: [36, 6], York: [30, 6] });
});

test("functions of the query language", async () => {
  const where = (condition) => crm.retrieveMultiple({ collection: "accounts", select: ["name"], filter: `${filter} and ${condition}` });
  const between = "Microsoft.Dynamics.CRM.Between(PropertyName='numberofemployees',PropertyValues=['3','5'])";
  assert.equal((await where(between)).value.length, 3);
  const inside = "Microsoft.Dynamics.CRM.In(PropertyName='numberofemployees',PropertyValues=['1','2','99'])";
  assert.equal((await where(inside)).value.length, 2);
  assert.equal((await where("Microsoft.Dynamics.CRM.Today(PropertyName='createdon')")).value.length, COUNT);
  assert.equal((await where("contact_customer_accounts/any(c:c/lastname eq 'x')")).value.length, 0);
});

test("a query that is too long for a URL travels in a batch", async () => {
  const long = Array.from({ length: 90 }, (_, n) => `name eq '${name} number ${n} of those that do not exist'`).join(" or ");
  const found = await crm.retrieveMultiple({
    collection: "accounts", select: ["name"], filter: `name eq '${name} 00' or ${long}`,
  });
  assert.equal(found.value.length, 1);
});

test("FetchXML, page after page", async () => {
  const fetchXml = `<fetch count="5"><entity name="account"><attribute name="name"/><order attribute="name"/>
    <filter><condition attribute="name" operator="like" value="${name}%"/></filter></entity></fetch>`;
  const first = await crm.fetch({ collection: "accounts", fetchXml, includeAnnotations: "*" });
  assert.equal(first.value.length, 5);
  assert.ok(first.PagingInfo.cookie);
  const second = await crm.fetch({
    collection: "accounts", fetchXml, includeAnnotations: "*",
    pageNumber: first.PagingInfo.nextPage, pagingCookie: first.PagingInfo.cookie,
  });
  assert.equal(second.value[0].name, `${name} 05`);
  const all = await crm.fetchAll({ collection: "accounts", fetchXml });
  assert.equal(all.value.length, COUNT);
});

test("changes are followed", async () => {
  const request = { collection: "accounts", select: ["name"], trackChanges: true };
  const start = await crm.retrieveMultiple(request);
  const link = start["@odata.deltaLink"] ?? (await crm.retrieveAll(request))["@odata.deltaLink"];
  const id = await crm.create({ collection: "accounts", data: { name: `${name} new` } });
  const gone = await crm.create({ collection: "accounts", data: { name: `${name} gone` } });
  await crm.deleteRecord({ collection: "accounts", key: gone });
  const changes = await crm.retrieveMultiple(request, link);
  assert.ok(changes.value.some((row) => row.accountid === id));
  assert.ok(changes.value.some((row) => row.id === gone && row.reason === "deleted"));
});

test("entity names stand for collections", async () => {
  const byName = connect({ useEntityNames: true });
  const found = await byName.retrieveMultiple({ collection: "account", select: ["name"], filter, top: 1 });
  assert.equal(found.value.length, 1);
});
