/** What the bodies of the custom activity type calls say, checked. */
import { type AttributeDataType, attributeDataTypes, type CustomAttribute, type CustomTypeText } from './custom-types';
import { MarketoError } from './envelope';

type Body = Record<string, unknown>;

const mostNameLetters = 255;

export function apiNameOf(body: Body): string {
  const apiName = textOf(body, 'apiName');
  if (!/^[A-Za-z0-9]+$/.test(apiName) || apiName.length > mostNameLetters)
    throw new MarketoError('1003', `Invalid apiName '${apiName}'`);
  return apiName;
}

export function newTypeText(body: Body): CustomTypeText {
  const primary = body.primaryAttribute;
  if (primary === null || typeof primary !== 'object')
    throw new MarketoError('1002', "Missing value for required parameter 'primaryAttribute'");
  return {
    name: displayName(body),
    description: typeof body.description === 'string' ? body.description : '',
    triggerName: textOf(body, 'triggerName'),
    filterName: textOf(body, 'filterName'),
    primaryAttribute: attributeOf(primary as Body),
    attributes: [],
  };
}

/** Only what the body names is changed. */
export function changedTypeText(draft: CustomTypeText, body: Body): CustomTypeText {
  const primary = body.primaryAttribute as Body | undefined;
  return {
    ...draft,
    ...(body.name === undefined ? {} : { name: displayName(body) }),
    ...(typeof body.description === 'string' ? { description: body.description } : {}),
    ...(body.triggerName === undefined ? {} : { triggerName: textOf(body, 'triggerName') }),
    ...(body.filterName === undefined ? {} : { filterName: textOf(body, 'filterName') }),
    ...(primary ? { primaryAttribute: attributeOf({ ...draft.primaryAttribute, ...primary }) } : {}),
  };
}

export function attributesOf(body: Body): Body[] {
  const { attributes } = body;
  if (!Array.isArray(attributes) || attributes.length === 0)
    throw new MarketoError('1002', "Missing value for required parameter 'attributes'");
  return attributes.map((item: unknown) => (item !== null && typeof item === 'object' ? { ...item } : {}));
}

export function attributeOf(body: Body): CustomAttribute {
  const dataType = typeof body.dataType === 'string' ? body.dataType : 'string';
  if (!isDataType(dataType)) throw new MarketoError('1003', `Invalid dataType '${dataType}'`);
  return {
    apiName: apiNameOf(body),
    name: textOf(body, 'name'),
    dataType,
    ...(typeof body.description === 'string' ? { description: body.description } : {}),
  };
}

/** Letters, digits, blanks and underscores, with a letter among them. */
function displayName(body: Body): string {
  const name = textOf(body, 'name');
  if (!/^[\p{L}\p{N}_ ]+$/u.test(name) || !/\p{L}/u.test(name))
    throw new MarketoError('1003', `Invalid name '${name}'`);
  return name;
}

function textOf(body: Body, name: string): string {
  const value = body[name];
  if (typeof value !== 'string' || value.trim() === '')
    throw new MarketoError('1002', `Missing value for required parameter '${name}'`);
  return value;
}

function isDataType(text: string): text is AttributeDataType {
  return attributeDataTypes.some((known) => known === text);
}
