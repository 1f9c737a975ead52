/** The smart lists of the instance. They are rules, evaluated whenever they are asked. */
export type SmartList = { id: number; name: string; description: string };

/** Everybody with a sales owner: what an administrator makes for a product that needs just these people. */
export const ownedSmartList: SmartList = {
  id: 1001,
  name: 'Sales Owner Email is not empty',
  description: 'Everybody with a sales owner',
};

export const smartLists: SmartList[] = [ownedSmartList];

export function findSmartList(by: { id: number } | { name: string }): SmartList | undefined {
  return smartLists.find((list) => ('id' in by ? list.id === by.id : list.name === by.name));
}
