// Batches: several requests at once, change sets with references, errors.
import assert from "node:assert/strict";
import { test } from "node:test";
import { connect, mark } from "./crm.js";

test("a batch answers in its order", async () => {
  const crm = connect();
  const name = `B${mark()}`;
  crm.startBatch();
  crm.create({ collection: "accounts", data: { name } });
  crm.retrieveMultiple({ collection: "accounts", select: ["name"], filter: `name eq '${name}'`, inChangeSet: false });
  crm.count({ collection: "accounts", filter: `name eq '${name}'`, inChangeSet: false });
  const [id, found, count] = await crm.executeBatch();
  assert.match(id, /^[0-9a-f-]{36}$/);
  assert.deepEqual([found.value.length, found.value[0].accountid, count], [1, id, 1]);
});

test("a change set refers to what it made and is done whole", async () => {
  const crm = connect();
  crm.startBatch();
  crm.create({ collection: "contacts", data: { lastname: "C" }, contentId: "1" });
  crm.create({ collection: "accounts", data: { name: "A", "primarycontactid@odata.bind": "$1" }, contentId: "2" });
  crm.update({ collection: "$2", data: { telephone1: "555" } });
  const [contact, account] = await crm.executeBatch();
  const found = await crm.retrieve({
    collection: "accounts", key: account, select: ["telephone1", "_primarycontactid_value"],
  });
  assert.deepEqual([found.telephone1, found._primarycontactid_value], ["555", contact]);
});

test("a change set that fails leaves nothing", async () => {
  const crm = connect();
  const name = `B${mark()}`;
  crm.startBatch();
  crm.create({ collection: "accounts", data: { name } });
  crm.create({ collection: "accounts", data: { name: "x".repeat(161) } });
  await assert.rejects(crm.executeBatch(), (errors) => {
    const error = Array.isArray(errors) ? errors.find((one) => one instanceof Error) : errors;
    assert.equal(error.status, 400);
    return true;
  });
  assert.equal(await crm.count({ collection: "accounts", filter: `name eq '${name}'` }), 0);
});

test("a batch can go on after an error", async () => {
  const crm = connect();
  const name = `B${mark()}`;
  crm.startBatch();
  crm.create({ collection: "accounts", data: { name }, inChangeSet: false });
  crm.create({ collection: "accounts", data: { nothing: 1 }, inChangeSet: false });
  crm.create({ collection: "accounts", data: { name }, inChangeSet: false });
  await crm.executeBatch({ continueOnError: true }).catch(() => undefined);
  assert.equal(await crm.count({ collection: "accounts", filter: `name eq '${name}'` }), 2);
});
