/** The words of Marketo's custom activity types, by which sales activities are delivered there. */

/** One type for each kind; or three with an attribute that tells the kind, where an instance has no room for eight. */
export const typeLayouts = ['eight', 'compact'] as const;
export type TypeLayout = (typeof typeLayouts)[number];

export const typeStatuses = ['missing', 'draft', 'approved', 'approved with draft', 'deleted'] as const;
export type TypeStatus = (typeof typeStatuses)[number];

/** How one of our types stands in the instance. */
export type StandingType = {
  apiName: string;
  /** Marketo's number of it; null until it is approved. */
  id: number | null;
  status: TypeStatus;
  /** API names of attributes that it lacks. */
  missingAttributes: string[];
};

/** What was found in the instance when it was looked at last. */
export type StandingTypes = {
  layout: TypeLayout;
  types: StandingType[];
  checkedAt: string;
  /** False when the API role may not make types; then an admin of Marketo makes them by hand. */
  mayMake: boolean;
};
