/** Describing custom activities: draft, approve, change, discard, delete. */
import { jsonBody } from '@/simulators/marketo/api-request';
import {
  apiNameOf,
  attributeOf,
  attributesOf,
  changedTypeText,
  newTypeText,
} from '@/simulators/marketo/custom-type-text';
import { type CustomType, type CustomTypeText, statusOf } from '@/simulators/marketo/custom-types';
import { apiDate, toSeconds } from '@/simulators/marketo/dates';
import { MarketoError } from '@/simulators/marketo/envelope';
import { type Instance, type Route, route } from '@/simulators/marketo/instance';

type Body = Record<string, unknown>;

const at = '/rest/v1/activities/external';

export const customActivityTypeRoutes: Route[] = [
  route('GET', `${at}/types.json`, ({ customTypes }) => ({
    body: { result: customTypes.list().map(listRecord) },
  })),
  route('POST', `${at}/type.json`, ({ customTypes }, request) => {
    const body = jsonBody(request);
    return { body: { result: [typeRecord(customTypes.create(apiNameOf(body), newTypeText(body)))] } };
  }),
  route('GET', `${at}/type/{apiName}/describe.json`, ({ customTypes }, request, [apiName = '']) => {
    const type = customTypes.byApiName(apiName);
    const wantsDraft = request.params.get('draft') === 'true';
    if (wantsDraft && !type.draft) throw new MarketoError('702', 'No data found');
    return { body: { result: [typeRecord(type, wantsDraft)] } };
  }),
  change('approve.json', (instance, type) => instance.customTypes.approve(type)),
  change('discardDraft.json', (instance, type) => instance.customTypes.discardDraft(type)),
  change('delete.json', (instance, type) => instance.customTypes.delete(type)),
  draft('attributes/create.json', (text, body) => ({
    ...text,
    attributes: [...text.attributes, ...attributesOf(body).map((item) => newAttribute(text, item))],
  })),
  draft('attributes/update.json', (text, body) => attributesOf(body).reduce(updateAttribute, text)),
  draft('attributes/delete.json', (text, body) => attributesOf(body).reduce(deleteAttribute, text)),
  route('POST', `${at}/type/{apiName}.json`, ({ customTypes }, request, [apiName = '']) => {
    const type = customTypes.byApiName(apiName);
    const body = jsonBody(request);
    customTypes.change(type, (text) => changedTypeText(text, body));
    return { body: { result: [typeRecord(type, true)] } };
  }),
];

function change(ending: string, how: (instance: Instance, type: CustomType) => void): Route {
  return route('POST', `${at}/type/{apiName}/${ending}`, (instance, _request, [apiName = '']) => {
    const type = instance.customTypes.byApiName(apiName);
    how(instance, type);
    return { body: { result: [typeRecord(type)] } };
  });
}

function draft(ending: string, how: (text: CustomTypeText, body: Body) => CustomTypeText): Route {
  return route('POST', `${at}/type/{apiName}/${ending}`, ({ customTypes }, request, [apiName = '']) => {
    const type = customTypes.byApiName(apiName);
    const body = jsonBody(request);
    customTypes.change(type, (text) => how(text, body));
    return { body: { result: [typeRecord(type, true)] } };
  });
}

function newAttribute(text: CustomTypeText, body: Body) {
  const attribute = attributeOf(body);
  if ([text.primaryAttribute, ...text.attributes].some((known) => known.apiName === attribute.apiName))
    throw new MarketoError('1017', `Object already exists: '${attribute.apiName}'`);
  return attribute;
}

function updateAttribute(text: CustomTypeText, body: Body): CustomTypeText {
  const apiName = apiNameOf(body);
  requireAttribute(text, apiName);
  const attributes = text.attributes.map((known) =>
    known.apiName === apiName ? attributeOf({ ...known, ...body }) : known,
  );
  return { ...text, attributes };
}

function deleteAttribute(text: CustomTypeText, body: Body): CustomTypeText {
  const apiName = apiNameOf(body);
  requireAttribute(text, apiName);
  return { ...text, attributes: text.attributes.filter((known) => known.apiName !== apiName) };
}

function requireAttribute(text: CustomTypeText, apiName: string): void {
  if (!text.attributes.some((known) => known.apiName === apiName))
    throw new MarketoError('1013', `Attribute '${apiName}' not found`);
}

/** In the list a type stands without its attributes: they are told by its description. */
function listRecord(type: CustomType) {
  const { primaryAttribute: _, attributes: __, ...record } = typeRecord(type);
  return record;
}

/** The approved description, or the draft where there is no approved one or it was asked for. */
function typeRecord(type: CustomType, wantsDraft = false) {
  const text = (wantsDraft ? type.draft : null) ?? type.approved ?? type.draft;
  return {
    id: type.id,
    apiName: type.apiName,
    ...text,
    status: statusOf(type),
    createdAt: apiDate(toSeconds(type.createdAtMs), 'z'),
    updatedAt: apiDate(toSeconds(type.updatedAtMs), 'z'),
  };
}
