/** The smart lists of the instance. They are rules, evaluated whenever they are asked. */
import type { Settings } from './options';

export type SmartList = { id: number; name: string; holds: 'people with a sales owner' | 'everybody' };

/** What an administrator makes for a product that needs just these people. */
export const ownedSmartList: SmartList = {
  id: 1001,
  name: 'Sales Owner Email is not empty',
  holds: 'people with a sales owner',
};

export function findSmartList({ smartLists }: Settings, by: { id: number } | { name: string }): SmartList | undefined {
  return smartLists.find((list) => ('id' in by ? list.id === by.id : list.name === by.name));
}
