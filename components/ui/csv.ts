/** RFC 4180 text; no cell can start a formula in a spreadsheet. */
export function csvFrom(lines: (string | number | null)[][]): string {
  return lines.map((line) => `${line.map(cell).join(',')}\r\n`).join('');
}

function cell(value: string | number | null) {
  const text = withoutFormula(String(value ?? ''));
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

// Spreadsheets run cells that begin so: https://owasp.org/www-community/attacks/CSV_Injection
function withoutFormula(text: string) {
  return /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
}
