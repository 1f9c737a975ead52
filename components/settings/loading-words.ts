import type { LoadChoice, LoadMethod } from '@/lib/settings/model';

export const loadMethodTitles: Record<LoadMethod, string> = {
  'smart-list': 'One export of a smart list',
  'static-list': 'One export of a static list',
  'id-ranges': 'Every Marketo ID, 300 at a time',
  'created-windows': 'Exports of everybody, month by month',
};

export const loadChoiceTitle = (choice: LoadChoice) =>
  choice === 'auto' ? 'The first that can be done' : loadMethodTitles[choice];
