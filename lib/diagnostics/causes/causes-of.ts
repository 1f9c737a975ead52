import type { Category, Cause } from '../model';

/** Causes of one category, by code. */
export type Causes = Readonly<Record<string, Cause>>;

/** Gives `causes` the category they share. */
export function causesOf(category: Category, causes: Record<string, Omit<Cause, 'category'>>): Causes {
  return Object.fromEntries(Object.entries(causes).map(([code, cause]) => [code, { ...cause, category }]));
}
