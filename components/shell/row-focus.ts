/** Moves the focus among the buttons of a list that open its rows, marked with `data-row`; 0 goes to where it was. */
export function focusRow(list: HTMLElement | null, step: 0 | 1 | -1): void {
  const rows = [...(list?.querySelectorAll<HTMLElement>('[data-row]') ?? [])];
  const at = rows.indexOf(document.activeElement as HTMLElement);
  rows[at < 0 ? 0 : Math.min(rows.length - 1, Math.max(0, at + step))]?.focus();
}
