// Records: create, read, change, delete, tie together; concurrency; actions and functions.
import assert from "node:assert/strict";
import { test } from "node:test";
import { connect, mark } from "./crm.js";

const crm = connect();
const strict = connect({ propagateErrors: true }); // otherwise 412 becomes false and 404 null
const NOBODY = "00000000-0000-0000-0000-000000000001";

const refused = (status, code) => (error) => {
  assert.equal(error.status, status);
  if (code) assert.equal(error.code, code);
  return true;
};

async function account(values = {}) {
  return crm.create({ collection: "accounts", data: { name: `A ${mark()}`, ...values } });
}

test("a record is created, read, changed and deleted", async () => {
  const id = await account({ revenue: 12.5 });
  await crm.update({ collection: "accounts", key: id, data: { telephone1: "555" } });
  await crm.updateSingleProperty({ collection: "accounts", key: id, fieldValuePair: { address1_city: "Oslo" } });
  const found = await crm.retrieve({
    collection: "accounts",
    key: id,
    select: ["telephone1", "address1_city", "revenue"],
  });
  assert.deepEqual([found.telephone1, found.address1_city, found.revenue], ["555", "Oslo", 12.5]);
  await crm.deleteRecord({ collection: "accounts", key: id, property: "address1_city" });
  assert.equal((await crm.retrieve({ collection: "accounts", key: id, select: ["address1_city"] })).address1_city, null);
  await crm.deleteRecord({ collection: "accounts", key: id });
  await assert.rejects(crm.retrieve({ collection: "accounts", key: id }), refused(404, "0x80040217"));
});

test("what was written comes back if it is asked for", async () => {
  const made = await crm.create({
    collection: "accounts",
    data: { name: "Back", customertypecode: 3 },
    select: ["name", "customertypecode"],
    returnRepresentation: true,
    includeAnnotations: "*",
  });
  assert.equal(made["customertypecode@OData.Community.Display.V1.FormattedValue"], "Customer");
  const changed = await crm.update({
    collection: "accounts",
    key: made.accountid,
    data: { name: "Forth" },
    select: ["name"],
    returnRepresentation: true,
  });
  assert.equal(changed.name, "Forth");
});

test("an upsert creates or changes, and can be kept from either", async () => {
  const key = crypto.randomUUID();
  const upsert = (more) => strict.upsert({ collection: "accounts", key, data: { name: "U" }, ...more });
  await assert.rejects(upsert({ ifmatch: "*" }), refused(404, "0x80040217"));
  assert.equal(await upsert(), key);
  await assert.rejects(upsert({ ifnonematch: "*" }), refused(412));
  const number = `K${mark()}`;
  const byNumber = { collection: "accounts", key: `accountnumber='${number}'` };
  await crm.upsert({ ...byNumber, data: { name: "One" } });
  await crm.upsert({ ...byNumber, data: { name: "Two" } });
  assert.equal((await crm.retrieve({ ...byNumber, select: ["name"] })).name, "Two");
});

test("somebody else's change is noticed", async () => {
  const id = await account();
  const before = await crm.retrieve({ collection: "accounts", key: id, select: ["name"] });
  const etag = before["@odata.etag"];
  await crm.update({ collection: "accounts", key: id, data: { name: "Changed" }, ifmatch: etag });
  const late = { collection: "accounts", key: id, ifmatch: etag };
  await assert.rejects(strict.update({ ...late, data: { name: "Late" } }), refused(412, "0x80060882"));
  await assert.rejects(strict.deleteRecord(late), refused(412, "0x80060882"));
  const now = await crm.retrieve({ collection: "accounts", key: id, select: ["name"] });
  const same = await crm.retrieve({
    collection: "accounts", key: id, select: ["name"], ifnonematch: now["@odata.etag"],
  });
  assert.ok(!same); // not modified
});

test("records are tied together and untied", async () => {
  const id = await account();
  const contact = await crm.create({ collection: "contacts", data: { lastname: "C" } });
  await crm.associate({
    collection: "accounts", primaryKey: id, relationshipName: "contact_customer_accounts",
    relatedCollection: "contacts", relatedKey: contact,
  });
  await crm.associateSingleValued({
    collection: "accounts", primaryKey: id, navigationProperty: "primarycontactid",
    relatedCollection: "contacts", relatedKey: contact,
  });
  const read = () => crm.retrieve({
    collection: "accounts", key: id, select: ["name"],
    expand: [
      { property: "primarycontactid", select: ["lastname"] },
      { property: "contact_customer_accounts", select: ["lastname"] },
    ],
  });
  const tied = await read();
  assert.equal(tied.primarycontactid.lastname, "C");
  assert.equal(tied.contact_customer_accounts.length, 1);
  await crm.disassociate({
    collection: "accounts", primaryKey: id, relationshipName: "contact_customer_accounts", relatedKey: contact,
  });
  await crm.disassociateSingleValued({
    collection: "accounts", primaryKey: id, navigationProperty: "primarycontactid",
  });
  const untied = await read();
  assert.equal(untied.primarycontactid, null);
  assert.deepEqual(untied.contact_customer_accounts, []);
});

test("a record is created with those that belong to it", async () => {
  const id = await crm.create({
    collection: "accounts",
    data: { name: "Deep", primarycontactid: { lastname: "First" }, contact_customer_accounts: [{ lastname: "Second" }] },
  });
  const found = await crm.retrieve({
    collection: "accounts", key: id, select: ["name"],
    expand: [{ property: "primarycontactid", select: ["lastname"] }, { property: "contact_customer_accounts" }],
  });
  assert.equal(found.primarycontactid.lastname, "First");
  assert.equal(found.contact_customer_accounts[0].lastname, "Second");
});

test("functions and actions are called", async () => {
  const who = await crm.callFunction({ name: "WhoAmI" });
  assert.ok(who.UserId);
  assert.match((await crm.callFunction("RetrieveVersion")).Version, /^9\./);
  const total = await crm.callFunction({ name: "RetrieveTotalRecordCount", parameters: { EntityNames: ["account"] } });
  assert.ok(total.EntityRecordCountCollection);
  const made = await crm.callAction({
    collection: "accounts", actionName: "Microsoft.Dynamics.CRM.CreateMultiple",
    action: { Targets: [1, 2].map((n) => ({ "@odata.type": "Microsoft.Dynamics.CRM.account", name: `M${n}` })) },
  });
  assert.equal(made.Ids.length, 2);
});

test("what is wrong is said in Dataverse's words", async () => {
  await assert.rejects(crm.create({ collection: "nothings", data: {} }), refused(404));
  await assert.rejects(crm.create({ collection: "accounts", data: { nothing: 1 } }), refused(400));
  await assert.rejects(account({ name: "x".repeat(161) }), refused(400, "0x80044331"));
  await assert.rejects(crm.retrieve({ collection: "accounts", key: NOBODY }), refused(404, "0x80040217"));
  const stranger = connect({ onTokenRefresh: async () => "no token" });
  await assert.rejects(stranger.callFunction("WhoAmI"), refused(401));
});
