/** Rows that a transaction in progress holds. A write that needs one of them is refused, as after the server's wait. */
export type RowLocks = {
  /** The ids that somebody else holds; when there are none, all are held from now on. */
  take(ids: Iterable<string>, holder: object): string[];
  /** Whether somebody else holds the row. */
  heldFrom(id: string, holder: object): boolean;
  release(holder: object): void;
  clear(): void;
};

export function createRowLocks(): RowLocks {
  const holders = new Map<string, object>();
  return {
    take: (ids, holder) => {
      const wanted = [...ids];
      const taken = wanted.filter((id) => (holders.get(id) ?? holder) !== holder);
      if (taken.length === 0) for (const id of wanted) holders.set(id, holder);
      return taken;
    },
    heldFrom: (id, holder) => (holders.get(id) ?? holder) !== holder,
    release: (holder) => {
      for (const [id, who] of holders) if (who === holder) holders.delete(id);
    },
    clear: () => holders.clear(),
  };
}
