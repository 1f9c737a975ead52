import type { ActivityTypesView, ActivityTypeView, TypeState } from '@/lib/activity-types/contract';
import type { TypeLayout } from '@/lib/activity-types/model';

export const layoutTitles: Record<TypeLayout, string> = {
  eight: 'A type for each kind',
  compact: 'Three types that kinds share',
};

export const stateWords: Record<TypeState, { tone: 'good' | 'warn' | 'bad' | 'info'; title: string }> = {
  ready: { tone: 'good', title: 'Ready' },
  missing: { tone: 'bad', title: 'Missing' },
  draft: { tone: 'warn', title: 'Draft' },
  changed: { tone: 'warn', title: 'Draft not approved' },
  lacking: { tone: 'warn', title: 'Lacks attributes' },
  unseen: { tone: 'info', title: 'Not shown yet' },
};

export const whatCannotBeDone = [
  'The types that Adobe’s own sales products write (“Send Sales Email”, “Received Sales Call” and their like) belong to Adobe: nobody else can add to them. These types stand beside them, with names of their own.',
  'An activity that is in Marketo can neither be changed nor taken back, and Marketo forgets it after 25 months.',
  'Interesting Moments, and e-mail addresses that are marked invalid after a bounce, cannot be written this way. A smart campaign on these triggers can do both.',
  'Nothing is ever deleted here. What is not needed any more is deleted in Marketo.',
];

/** What making does to the types of a layout, a sentence for each type that is not ready. */
export function stepsOf(types: ActivityTypeView[]): string[] {
  return types.flatMap((type) => steps[type.state]?.(type) ?? []);
}

const steps: Partial<Record<TypeState, (type: ActivityTypeView) => string>> = {
  missing: ({ name, attributes }) => `Create “${name}” with ${attributes.length} attributes, and approve it.`,
  draft: ({ name }) => `Add what the draft of “${name}” lacks, and approve it.`,
  changed: ({ name }) => `Approve the draft of “${name}”.`,
  lacking: ({ name, missingAttributes }) => `Add ${missingAttributes.join(', ')} to “${name}”, and approve it.`,
};

/** The types of the layout that is used, or of the other one. */
export function typesOf({ layouts }: ActivityTypesView, layout: TypeLayout): ActivityTypeView[] {
  return layouts.find((one) => one.layout === layout)?.types ?? [];
}
