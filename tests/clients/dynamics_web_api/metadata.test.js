// Tables, columns, relationships and option sets: described, made, changed, removed.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { connect } from "./crm.js";

const crm = connect();
const PREFIX = "Microsoft.Dynamics.CRM";
const label = (text) => ({
  "@odata.type": `${PREFIX}.Label`,
  LocalizedLabels: [{ "@odata.type": `${PREFIX}.LocalizedLabel`, Label: text, LanguageCode: 1033 }],
});
const column = (kind, name, more = {}) => ({
  "@odata.type": `${PREFIX}.${kind}AttributeMetadata`,
  SchemaName: name,
  DisplayName: label(name),
  RequiredLevel: { Value: "None" },
  ...more,
});
let table;

before(async () => {
  table = await crm.createEntity({
    data: {
      "@odata.type": `${PREFIX}.EntityMetadata`,
      SchemaName: "new_Vessel",
      DisplayName: label("Vessel"),
      DisplayCollectionName: label("Vessels"),
      Description: label("A vessel"),
      OwnershipType: "UserOwned",
      HasActivities: false,
      HasNotes: false,
      IsActivity: false,
      Attributes: [column("String", "new_Name", { MaxLength: 100, IsPrimaryName: true, FormatName: { Value: "Text" } })],
    },
  });
});

after(() => crm.deleteRecord({ collection: "EntityDefinitions", key: table }));

test("a new table takes records", async () => {
  const found = await crm.retrieveEntity({ key: table, select: ["LogicalName", "EntitySetName"] });
  assert.deepEqual([found.LogicalName, found.EntitySetName], ["new_vessel", "new_vessels"]);
  const id = await crm.create({ collection: "new_vessels", data: { new_name: "Mary" } });
  assert.equal((await crm.retrieve({ collection: "new_vessels", key: id, select: ["new_name"] })).new_name, "Mary");
});

test("a table is changed", async () => {
  const found = await crm.retrieveEntity({ key: table });
  await crm.updateEntity({ data: { ...found, DisplayName: label("Ship") }, mergeLabels: true });
  const changed = await crm.retrieveEntity({ key: table, select: ["DisplayName"] });
  assert.equal(changed.DisplayName.UserLocalizedLabel.Label, "Ship");
});

test("columns are made, described and changed", async () => {
  const id = await crm.createAttribute({
    entityKey: table,
    data: column("Integer", "new_Crew", { MinValue: 0, MaxValue: 50, Format: "None" }),
  });
  const castType = `${PREFIX}.IntegerAttributeMetadata`;
  const made = await crm.retrieveAttribute({ entityKey: table, attributeKey: id, castType });
  assert.deepEqual([made.LogicalName, made.MaxValue], ["new_crew", 50]);
  await crm.updateAttribute({ entityKey: table, data: { ...made, MaxValue: 60 }, castType, mergeLabels: true });
  const changed = await crm.retrieveAttribute({ entityKey: table, attributeKey: id, castType, select: ["MaxValue"] });
  assert.equal(changed.MaxValue, 60);
  const all = await crm.retrieveAttributes({ entityKey: table, select: ["LogicalName"], filter: "LogicalName eq 'new_crew'" });
  assert.equal(all.value.length, 1);
});

test("choices are described with their options", async () => {
  const found = await crm.retrieveAttributes({
    entityKey: "LogicalName='account'",
    castType: `${PREFIX}.PicklistAttributeMetadata`,
    select: ["LogicalName"],
    expand: [{ property: "OptionSet", select: ["Options"] }],
  });
  const kinds = found.value.find((one) => one.LogicalName === "customertypecode").OptionSet.Options;
  assert.equal(kinds.find((option) => option.Value === 3).Label.UserLocalizedLabel.Label, "Customer");
});

test("tables are listed", async () => {
  const found = await crm.retrieveEntities({
    select: ["LogicalName", "EntitySetName"], filter: "LogicalName eq 'account' or LogicalName eq 'salesorder'",
  });
  assert.deepEqual(found.value.map((one) => one.EntitySetName).sort(), ["accounts", "salesorders"]);
});

test("relationships are made, described and removed", async () => {
  const id = await crm.createRelationship({
    data: {
      "@odata.type": `${PREFIX}.OneToManyRelationshipMetadata`,
      SchemaName: "new_vessel_account",
      ReferencedEntity: "account",
      ReferencedAttribute: "accountid",
      ReferencingEntity: "new_vessel",
      CascadeConfiguration: {
        Assign: "NoCascade", Delete: "RemoveLink", Merge: "NoCascade", Reparent: "NoCascade", Share: "NoCascade", Unshare: "NoCascade",
      },
      Lookup: {
        "@odata.type": `${PREFIX}.LookupAttributeMetadata`,
        SchemaName: "new_OwnerAccount",
        DisplayName: label("Owner"),
        RequiredLevel: { Value: "None" },
      },
    },
  });
  const castType = `${PREFIX}.OneToManyRelationshipMetadata`;
  const found = await crm.retrieveRelationship({ key: id, castType, select: ["SchemaName", "ReferencingAttribute"] });
  assert.deepEqual([found.SchemaName, found.ReferencingAttribute], ["new_vessel_account", "new_owneraccount"]);
  const all = await crm.retrieveRelationships({ castType, select: ["SchemaName"], filter: "ReferencedEntity eq 'account'" });
  assert.ok(all.value.some((one) => one.SchemaName === "new_vessel_account"));
  await crm.deleteRelationship({ key: id });
});

test("global choices are made, described and removed", async () => {
  const id = await crm.createGlobalOptionSet({
    data: {
      "@odata.type": `${PREFIX}.OptionSetMetadata`,
      Name: "new_colours",
      DisplayName: label("Colours"),
      IsGlobal: true,
      OptionSetType: "Picklist",
      Options: [{ Value: 1, Label: label("Red") }, { Value: 2, Label: label("Blue") }],
    },
  });
  const found = await crm.retrieveGlobalOptionSet({ key: "Name='new_colours'", castType: `${PREFIX}.OptionSetMetadata` });
  assert.deepEqual(found.Options.map((option) => option.Value), [1, 2]);
  await crm.deleteGlobalOptionSet({ key: id });
});

test("the whole model is described as CSDL", async () => {
  const csdl = await crm.retrieveCsdlMetadata();
  assert.match(csdl, /<EntityType Name="account"/);
});
