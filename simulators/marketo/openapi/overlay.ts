/**
 * Where Adobe's public description disagrees with Adobe's own documented answers, the answers win. Without this overlay
 * not one documented sample is valid; each line says what is changed and why.
 */
export type Schema = {
  type?: string;
  required?: string[];
  properties?: Record<string, Schema>;
  items?: Schema;
  format?: string;
  nullable?: boolean;
  additionalProperties?: boolean;
  $ref?: string;
  enum?: string[];
};
export type Description = { answers: Record<string, string>; definitions: Record<string, Schema> };

/** Records whose fields are the instance's own: whatever else stands in them is right. */
const openRecords = new Set(['Lead', 'CustomObject', 'ObservableOfInputStreamRangeContent']);

const required: Record<string, string[]> = {
  // Newer infrastructure sends no `id`; `marketoGUID` identifies the row.
  Activity: ['activityDate', 'activityTypeId', 'leadId', 'attributes'],
  LeadChange: ['activityDate', 'activityTypeId', 'leadId'],
  // The answer to a write names the outcome, not what was written.
  CustomActivity: [],
  LeadField: ['displayName', 'name', 'dataType'],
  // New Lead has no primary attribute.
  ActivityType: ['attributes', 'id', 'name'],
};

const extraProperties: Record<string, Record<string, Schema>> = {
  // Types 12 in the feed of changes are written like any other activity.
  LeadChange: { primaryAttributeValue: { type: 'string' }, primaryAttributeValueId: { type: 'integer' } },
  // The description says `reason`, the documentation and real answers `reasons`.
  Lead: { reasons: { type: 'array', items: { $ref: '#/definitions/Reason' } } },
};

/** The description as it has to be; every record but the open ones is closed, so that an invented key is found. */
export function withOverlay(description: Description): Description {
  const { answers, definitions } = structuredClone(description);
  for (const [name, schema] of Object.entries(definitions)) {
    // Success has neither `errors` nor `warnings`, and an empty page has no `result`.
    if (/^(Asset)?Response/.test(name) && name !== 'ResponseOfIdentity') schema.required = ['requestId', 'success'];
    if (required[name]) schema.required = required[name];
    if (schema.properties) Object.assign(schema.properties, extraProperties[name]);
    if (schema.type === 'object' && schema.properties && !openRecords.has(name)) schema.additionalProperties = false;
  }
  // An attribute is text, a number, a truth value or a list.
  if (definitions.Attribute?.properties) definitions.Attribute.properties.value = {};
  const note = definitions.LeadField?.properties?.description;
  if (note) note.nullable = true;
  // A day, not an instant.
  for (const name of ['UsageData', 'ErrorsData'])
    if (definitions[name]?.properties?.date) definitions[name].properties.date = { type: 'string' };
  return { answers, definitions };
}
