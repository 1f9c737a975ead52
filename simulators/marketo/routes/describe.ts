/** What fields exist: the old description with numeric ids, the newer one with searchable fields, the schema pages. */
import { batchSize } from '@/simulators/marketo/api-request';
import { MarketoError } from '@/simulators/marketo/envelope';
import type { FieldDef } from '@/simulators/marketo/fields';
import { type Route, route } from '@/simulators/marketo/instance';

export const describeRoutes: Route[] = [
  route('GET', '/rest/v1/leads/describe.json', ({ fields }) => ({ body: { result: fields.list.map(oldDescription) } })),
  route('GET', '/rest/v1/leads/describe2.json', ({ fields }) => ({
    body: {
      result: [
        {
          name: 'API Lead',
          searchableFields: fields.list.filter((field) => field.searchable).map((field) => [field.name]),
          fields: fields.list.map(newDescription),
        },
      ],
    },
  })),
  route('GET', '/rest/v1/leads/schema/fields.json', (instance, request) => {
    const { fields } = instance;
    const token = request.params.get('nextPageToken');
    const start = token ? instance.pageTokens.readList(token) : 0;
    const end = start + batchSize(request);
    const more = end < fields.list.length;
    return {
      body: {
        result: fields.list.slice(start, end).map(schemaField),
        moreResult: more,
        ...(more ? { nextPageToken: instance.pageTokens.ofList(end) } : {}),
      },
    };
  }),
  route('GET', '/rest/v1/leads/schema/fields/{name}.json', ({ fields }, _request, [name = '']) => {
    const field = fields.find(name);
    if (!field) throw new MarketoError('1006', `Field '${name}' not found`);
    return { body: { result: [schemaField(field)] } };
  }),
];

function oldDescription(field: FieldDef): Record<string, unknown> {
  return {
    id: field.id,
    displayName: field.displayName,
    dataType: field.dataType,
    ...(field.length ? { length: field.length } : {}),
    rest: { name: field.name, readOnly: field.readOnly },
    soap: { name: field.name.charAt(0).toUpperCase() + field.name.slice(1), readOnly: field.readOnly },
  };
}

/** `crmManaged` is false even for Salesforce fields: so the recorded real sample has it. */
function newDescription(field: FieldDef): Record<string, unknown> {
  return {
    name: field.name,
    displayName: field.displayName,
    dataType: field.dataType,
    ...(field.length ? { length: field.length } : {}),
    updateable: !field.readOnly,
    crmManaged: false,
  };
}

function schemaField(field: FieldDef): Record<string, unknown> {
  return {
    displayName: field.displayName,
    name: field.name,
    description: null,
    dataType: field.dataType,
    ...(field.length ? { length: field.length } : {}),
    isHidden: false,
    isHtmlEncodingInEmail: true,
    isSensitive: false,
    isCustom: field.custom,
    isApiCreated: false,
  };
}
