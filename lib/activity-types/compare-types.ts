/** What an instance has of the wanted types, and which layout fits it. Pure. */
import type { WireActivityType, WireCustomActivityType } from '../marketo/api-types';
import {
  isUsable,
  mostTypes,
  type StandingType,
  type StandingTypes,
  type TypeDefinition,
  type TypeLayout,
  type TypeStatus,
  typeStatuses,
  wantedTypes,
} from './model';

type Seen = {
  /** Every activity type that can be used, native ones among them, with their attributes. */
  approved: WireActivityType[];
  /** Every custom type with its status; null where the API role may not see them. */
  custom: WireCustomActivityType[] | null;
  mayMake: boolean;
  checkedAt: Date;
};

/** How the wanted types stand in the instance. */
export function standingTypesFrom({ approved, custom, mayMake, checkedAt }: Seen): StandingTypes {
  const living = custom?.filter(({ status }) => statusFrom(status) !== 'deleted') ?? null;
  const types = everyDefinition().map((definition) => standingType(definition, approved, living));
  const freeSlots = living && Math.max(0, mostTypes - living.length);
  return { ...chooseLayout(types, freeSlots), types, freeSlots, mayMake, checkedAt: checkedAt.toISOString() };
}

/** Types of the layout that the instance does not have at all. */
export function missingTypes(types: StandingType[], layout: TypeLayout): TypeDefinition[] {
  return wantedTypes[layout].filter(({ apiName }) => !exists(types.find((type) => type.apiName === apiName)));
}

/** What stands in the way of making the types that are missing, as a sentence; null when nothing does. */
export function obstacleToMaking({ layout, types, freeSlots, mayMake }: StandingTypes): string | null {
  if (!mayMake || freeSlots === null) {
    return 'The API role may not make activity types. In Marketo, under Admin › Users & Roles › Roles, edit the role and tick Access API › Read-Write Activity Metadata; or make the types by hand.';
  }
  const missing = missingTypes(types, layout).length;
  if (missing <= freeSlots) return null;
  return `Marketo has room for ${count(freeSlots)}, and ${missing} are missing. Delete types that nobody uses in Marketo, or have Adobe raise the limit of ${mostTypes}.`;
}

/** Whether activities would be sent by these types in the same way. */
export function areSameTypes(one: StandingTypes, other: StandingTypes): boolean {
  const same = (type: StandingType) => isSameType(type, find(other.types, type.apiName));
  return one.layout === other.layout && one.types.every(same);
}

/** Whether activities would be sent by this type in the same way. */
export function isSameType(one: StandingType, other: StandingType | undefined): boolean {
  return one.id === other?.id && one.missingAttributes.join() === other.missingAttributes.join();
}

/** What an attribute list, of an approved type or of a draft, lacks of what is wanted. */
export function lackingAttributes(
  { attributes }: TypeDefinition,
  present: { apiName?: string | null; name?: string | null }[],
): TypeDefinition['attributes'] {
  // An instance may tell attributes by their names only.
  const isThere = (wanted: { apiName: string; name: string }) =>
    present.some(({ apiName, name }) => (apiName ? apiName === wanted.apiName : name === wanted.name));
  return attributes.filter((attribute) => !isThere(attribute));
}

function standingType(
  definition: TypeDefinition,
  approved: WireActivityType[],
  custom: WireCustomActivityType[] | null,
): StandingType {
  const { apiName, name } = definition;
  const inUse = approved.find((type) => (type.apiName ? type.apiName === apiName : type.name === name));
  const described = custom?.find((type) => type.apiName === apiName);
  const fromUse: TypeStatus = inUse ? 'approved' : 'missing';
  return {
    apiName,
    id: inUse?.id ?? null,
    status: described ? (statusFrom(described.status) ?? fromUse) : fromUse,
    missingAttributes: inUse
      ? lackingAttributes(definition, inUse.attributes ?? []).map((attribute) => attribute.apiName)
      : [],
  };
}

/** What is begun is gone on with; else one type for each kind, and the shared ones where there is no room for those. */
function chooseLayout(types: StandingType[], freeSlots: number | null): { layout: TypeLayout; why: string } {
  const missing = { eight: missingTypes(types, 'eight').length, compact: missingTypes(types, 'compact').length };
  const some = (layout: TypeLayout) => ownTypes(layout, types).some(isUsable);
  const every = (layout: TypeLayout) => wantedTypes[layout].every(({ apiName }) => isUsable(find(types, apiName)));
  if (missing.eight === 0) return { layout: 'eight', why: 'The instance has a type for each kind.' };
  if (every('compact') && !some('eight'))
    return { layout: 'compact', why: 'The instance has the three types that kinds share.' };
  if (some('eight')) return { layout: 'eight', why: 'The instance has some of the eight types already.' };
  if (some('compact')) return { layout: 'compact', why: 'The instance has some of the three shared types already.' };
  if (freeSlots === null)
    return { layout: 'eight', why: 'How many types the instance has room for cannot be seen by the API role.' };
  if (missing.eight <= freeSlots) {
    return {
      layout: 'eight',
      why: `${count(freeSlots)} of ${mostTypes} types are free, and ${missing.eight} are needed.`,
    };
  }
  const shared = `The eight types need ${missing.eight} free ones, and the instance has ${count(freeSlots)}.`;
  return {
    layout: 'compact',
    why: `${shared} Three types do instead: kinds share them, and an attribute tells which.`,
  };
}

/** Those that no other layout has. */
function ownTypes(layout: TypeLayout, types: StandingType[]): StandingType[] {
  const other = wantedTypes[layout === 'eight' ? 'compact' : 'eight'];
  const own = wantedTypes[layout].filter((definition) => !other.includes(definition));
  return types.filter(({ apiName }) => own.some((definition) => definition.apiName === apiName));
}

function everyDefinition(): TypeDefinition[] {
  return [...new Set([...wantedTypes.eight, ...wantedTypes.compact])];
}

const find = (types: StandingType[], apiName: string) => types.find((type) => type.apiName === apiName);
const exists = (type: StandingType | undefined) =>
  type !== undefined && type.status !== 'missing' && type.status !== 'deleted';
const statusFrom = (text: string | null | undefined) =>
  typeStatuses.find((status) => status === text?.toLowerCase()) ?? null;
const count = (n: number) => (n === 0 ? 'none' : String(n));
