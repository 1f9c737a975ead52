/** Which way the first load reads people, and why. Pure. */
import { type Capabilities, type LoadChoice, type LoadMethod, loadMethods } from './model';

type Input = {
  /** Null before the instance was tried: then only ids can be asked for. */
  capabilities: Capabilities | null;
  choice: LoadChoice;
  /** The highest Marketo ID there is; null while nobody has looked. */
  highestId: number | null;
  /** Calls of today's quota that nobody has used; null when Marketo did not tell. */
  callsLeftToday: number | null;
};

const idsPerCall = 300;
const shareOfToday = 0.2;

/**
 * An admin's choice if it can be done, else the first that can: a smart list, a static list, every ID if that takes
 * at most a fifth of today's remaining calls, else exports by the month people were created in. `why` is a sentence.
 */
export function chooseLoadMethod(input: Input): { method: LoadMethod; why: string } {
  const { capabilities, choice } = input;
  if (choice === 'auto') return firstPossible(input);
  const obstacle = obstacleTo(choice, capabilities);
  if (!obstacle) return { method: choice, why: 'An admin chose it.' };
  const instead = firstPossible(input);
  return { method: instead.method, why: `What an admin chose cannot be done. ${obstacle} ${instead.why}` };
}

/** Why a method cannot be used with this instance, as a sentence; null when it can. */
export function obstacleTo(method: LoadMethod, capabilities: Capabilities | null): string | null {
  if (method === 'id-ranges') return null;
  if (!capabilities) return 'Marketo was not asked yet what it can do.';
  if (!capabilities.bulkExtract) return 'Bulk exports cannot be used with this instance or API role.';
  if (method === 'smart-list' && !capabilities.smartListFilter) return 'This instance cannot export a smart list.';
  if (method === 'smart-list' && !capabilities.smartList) return 'There is no smart list of that name or ID.';
  if (method === 'static-list' && !capabilities.staticList) return 'There is no static list of that name or ID.';
  return null;
}

function firstPossible({ capabilities, highestId, callsLeftToday }: Input): { method: LoadMethod; why: string } {
  const can = (method: LoadMethod) => obstacleTo(method, capabilities) === null;
  if (can('smart-list')) {
    return {
      method: 'smart-list',
      why: `Marketo exports the smart list “${capabilities?.smartList?.name}” in one file.`,
    };
  }
  if (can('static-list')) {
    return {
      method: 'static-list',
      why: `Marketo exports the static list “${capabilities?.staticList?.name}” in one file.`,
    };
  }
  if (highestId === null) {
    return {
      method: 'id-ranges',
      why: 'No list of the people was found. How many IDs there are shows when it starts.',
    };
  }
  const calls = Math.ceil(highestId / idsPerCall);
  if (callsLeftToday === null || calls <= callsLeftToday * shareOfToday) {
    return {
      method: 'id-ranges',
      why: `No list of the people was found; asking for every ID takes about ${count(calls)} calls.`,
    };
  }
  const tooMany = `Asking for every ID would take about ${count(calls)} calls, more than a fifth of the ${count(callsLeftToday)} left today`;
  if (can('created-windows')) {
    return { method: 'created-windows', why: `${tooMany}; exports of everybody, month by month, take a few hundred.` };
  }
  return { method: 'id-ranges', why: `${tooMany}. ${obstacleTo('created-windows', capabilities)}` };
}

/** Every method with what stands in its way, in the order in which they are preferred. */
export function loadMethodOptions(capabilities: Capabilities | null) {
  return loadMethods.map((method) => ({ method, obstacle: obstacleTo(method, capabilities) }));
}

const count = (n: number) => n.toLocaleString('en-US');
