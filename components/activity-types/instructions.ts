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

/** What an admin of Marketo does by hand, in the words of the pages there, with every name as it has to be. Only what is not ready. */
export function instructionsFor(types: ActivityTypeView[]): string {
  const open = types.filter(({ state }) => state !== 'ready' && state !== 'unseen');
  const parts = open.map((type, place) => instructionFor(type, place + 1));
  return [
    'In Marketo: Admin > Database Management > Marketo Custom Activities.',
    'Names and API Names exactly as written here. Marketo proposes an API Name by itself: put the one below in its place.',
    ...parts,
  ].join('\n\n');
}

function instructionFor(type: ActivityTypeView, number: number): string {
  const { name, apiName, description, filterName, triggerName, primaryAttribute, attributes, state } = type;
  if (state === 'lacking') {
    const lacking = attributes.filter((attribute) => type.missingAttributes.includes(attribute.name));
    return lines(`${number}. Add to “${name}” (${apiName})`, [...fieldSteps(name, lacking), publish]);
  }
  if (state === 'changed') return lines(`${number}. The draft of “${name}” (${apiName})`, [publish]);
  return lines(`${number}. ${state === 'draft' ? 'Complete the draft' : 'New Custom Activity'}`, [
    `Name: ${name}`,
    `API Name: ${apiName}`,
    `Description: ${description}`,
    'Next',
    `Filter: ${filterName}`,
    `Trigger: ${triggerName}`,
    'Next',
    `Primary field: ${field(primaryAttribute)}`,
    'Create',
    ...fieldSteps(name, attributes),
    publish,
  ]);
}

const publish = 'Then Custom Activity Actions > Publish Activity. The API calls this “approved”.';
const fieldSteps = (name: string, attributes: TypeAttribute[]) => [
  `On the tab Fields choose “${name}”, and press New Field for each of these:`,
  ...attributes.map((attribute) => `- ${field(attribute)}${attribute.apiName === keyName ? ' (required)' : ''}`),
];
const field = ({ name, apiName, dataType }: TypeAttribute) =>
  `Name ${name}, API Name ${apiName}, Data Type ${dataTypes[dataType]}`;
const lines = (head: string, rest: string[]) => [head, ...rest.map((line) => `   ${line}`)].join('\n');
