/** Which people are marked, and the row the next range starts from. */
export type Selection = { ids: ReadonlySet<number>; anchor: number | null };

export const nothingSelected: Selection = { ids: new Set(), anchor: null };

/** Marks or unmarks the row; it becomes the start of the next range. `ids` are all rows in the order shown. */
export function toggleRow(selection: Selection, ids: number[], row: number): Selection {
  const id = ids[row];
  if (id === undefined) return selection;
  const next = new Set(selection.ids);
  if (!next.delete(id)) next.add(id);
  return { ids: next, anchor: row };
}

/** Marks every row from the anchor to this one; without an anchor only this one. */
export function extendTo(selection: Selection, ids: number[], row: number): Selection {
  const anchor = selection.anchor ?? row;
  const range = ids.slice(Math.min(anchor, row), Math.max(anchor, row) + 1);
  return { ids: new Set([...selection.ids, ...range]), anchor };
}

/** All rows, or none when all are marked already. */
export function toggleAll(selection: Selection, ids: number[]): Selection {
  const all = ids.length > 0 && ids.every((id) => selection.ids.has(id));
  return all ? nothingSelected : { ids: new Set(ids), anchor: null };
}
