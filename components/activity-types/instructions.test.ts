import { describe, expect, it } from 'vitest';
import type { ActivityTypeView, TypeState } from '@/lib/activity-types/contract';
import { wantedTypes } from '@/lib/activity-types/model';
import { instructionsFor } from './instructions';
import { stepsOf } from './words';

const viewOf = (state: TypeState, missingAttributes: string[] = []): ActivityTypeView => {
  const [definition] = wantedTypes.eight;
  if (!definition) throw new Error('There are no types');
  return { ...definition, state, missingAttributes, id: null };
};

describe('the instructions for an admin of Marketo', () => {
  it('name everything of a type that is missing', () => {
    const text = instructionsFor([viewOf('missing')]);
    const { name, apiName, filterName, triggerName, primaryAttribute, attributes } = viewOf('missing');
    for (const part of [name, apiName, filterName, triggerName, primaryAttribute.name, primaryAttribute.apiName]) {
      expect(text).toContain(part);
    }
    for (const attribute of attributes)
      expect(text).toContain(`Name ${attribute.name}, API Name ${attribute.apiName},`);
    expect(text).toContain('Name External Activity ID, API Name externalActivityId, Data Type String (required)');
    expect(text).toContain('Name Sent By, API Name sentBy, Data Type Email');
    expect(text).toContain('Publish Activity');
  });

  it.each<[TypeState, string[], RegExp, RegExp]>([
    ['draft', [], /Complete the draft/, /Add what the draft/],
    ['changed', [], /1\. The draft of “Sales Actions Send Sales Email” .*\n.*Publish Activity/, /Approve the draft/],
    [
      'lacking',
      ['Source'],
      /Add to “Sales Actions Send Sales Email”[\s\S]*\n {3}- Name Source, API Name source, Data Type String\n.*Publish Activity/,
      /Add Source to/,
    ],
  ])('of a type that is %s say only what is left to do', (state, missing, instruction, step) => {
    expect(instructionsFor([viewOf(state, missing)])).toMatch(instruction);
    expect(stepsOf([viewOf(state, missing)])).toEqual([expect.stringMatching(step)]);
  });

  it('say nothing of what is ready', () => {
    expect(instructionsFor([viewOf('ready'), viewOf('unseen')])).not.toContain('1.');
    expect(stepsOf([viewOf('ready'), viewOf('unseen')])).toEqual([]);
  });
});
