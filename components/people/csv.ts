import type { PersonView } from '@/lib/people/contract';
import { personFields, personFieldTitles } from '@/lib/people/model';

const titles = [...personFields.map((field) => personFieldTitles[field]), 'Owner'];

/** The 13 fields and the owner as RFC 4180 text with a header line; no cell can start a formula in a spreadsheet. */
export function csvFromPeople(people: PersonView[]): string {
  const lines = people.map((person) => [...personFields.map((field) => person[field]), person.owner.name]);
  return [titles, ...lines].map((line) => `${line.map(cell).join(',')}\r\n`).join('');
}

function cell(value: string | number | null) {
  const text = withoutFormula(String(value ?? ''));
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

// Spreadsheets run cells that begin so: https://owasp.org/www-community/attacks/CSV_Injection
function withoutFormula(text: string) {
  return /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
}
