type Where = { active: number; count: number; pageRows: number };

/** The row a key moves to, or null when the key does not move. */
export function nextRow(event: { key: string; ctrlKey: boolean; metaKey: boolean; altKey: boolean }, where: Where) {
  if (event.ctrlKey || event.metaKey || event.altKey || where.count === 0) return null;
  const to = target(event.key, where);
  return to === null ? null : Math.min(where.count - 1, Math.max(0, to));
}

function target(key: string, { active, count, pageRows }: Where): number | null {
  switch (key) {
    case 'ArrowDown':
    case 'j':
      return active + 1;
    case 'ArrowUp':
    case 'k':
      return active - 1;
    case 'PageDown':
      return active + pageRows;
    case 'PageUp':
      return active - pageRows;
    case 'Home':
      return 0;
    case 'End':
      return count - 1;
    default:
      return null;
  }
}
