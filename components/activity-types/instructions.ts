import type { ActivityTypeView } from '@/lib/activity-types/contract';
import type { AttributeType, TypeAttribute } from '@/lib/activity-types/model';

const dataTypes: Record<AttributeType, string> = {
  string: 'String',
  boolean: 'Boolean',
  integer: 'Integer',
  link: 'Link',
  email: 'Email',
  phone: 'Phone',
  text: 'Text',
};

const keyName = 'externalActivityId';

/** What an admin of Marketo does by hand, with every name exactly as it has to be. Only what is not ready. */
export function instructionsFor(types: ActivityTypeView[]): string {
  const open = types.filter(({ state }) => state !== 'ready' && state !== 'unseen');
  const parts = open.map((type, place) => instructionFor(type, place + 1));
  return [
    'In Marketo: Admin > Database Management > Marketo Custom Activities.',
    'Names and API names exactly as written here; each type is approved at the end.',
    ...parts,
  ].join('\n\n');
}

function instructionFor(type: ActivityTypeView, number: number): string {
  const { name, apiName, description, filterName, triggerName, primaryAttribute, attributes, state } = type;
  if (state === 'lacking') {
    const lacking = attributes.filter((attribute) => type.missingAttributes.includes(attribute.name));
    return lines(`${number}. Add to “${name}” (${apiName}), then approve it`, lacking.map(fieldLine));
  }
  if (state === 'changed') return `${number}. Approve the draft of “${name}” (${apiName})`;
  return lines(`${number}. ${state === 'draft' ? 'Complete the draft' : 'New custom activity'}`, [
    `Name: ${name}`,
    `API name: ${apiName}`,
    `Description: ${description}`,
    `Filter name: ${filterName}`,
    `Trigger name: ${triggerName}`,
    `Primary field: ${field(primaryAttribute)}`,
    'Fields:',
    ...attributes.map(fieldLine),
    'Approve it.',
  ]);
}

const fieldLine = (attribute: TypeAttribute) =>
  `- ${field(attribute)}${attribute.apiName === keyName ? ' (required)' : ''}`;
const field = ({ name, apiName, dataType }: TypeAttribute) => `${name}, API name ${apiName}, ${dataTypes[dataType]}`;
const lines = (head: string, rest: string[]) => [head, ...rest.map((line) => `   ${line}`)].join('\n');
