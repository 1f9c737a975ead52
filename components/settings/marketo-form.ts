import { ApiProblem } from '@/lib/http/fetch-json';
import { type MarketoSettings, MarketoSettingsInput } from '@/lib/settings/contract';
import type { MarketoField } from '@/lib/settings/model';

/** What the form holds: text as typed. */
export type MarketoForm = {
  baseUrl: string;
  clientId: string;
  /** Empty keeps the stored secret. */
  clientSecret: string;
  webUrl: string;
  salesforceUrl: string;
  contactsAlwaysOwned: boolean;
  callsPerWindow: string;
  concurrent: string;
  dailyCalls: string;
  /** Only what was changed; an empty name leaves the field unread. */
  fieldChoices: Partial<Record<MarketoField, string>>;
};

/** What was expected instead, by the name of the input. */
export type FormErrors = Partial<Record<keyof MarketoForm, string>>;

export function formFrom(settings: MarketoSettings): MarketoForm {
  return {
    baseUrl: settings.baseUrl ?? '',
    clientId: settings.clientId ?? '',
    clientSecret: '',
    webUrl: settings.webUrl ?? '',
    salesforceUrl: settings.salesforceUrl ?? '',
    contactsAlwaysOwned: settings.contactsAlwaysOwned,
    callsPerWindow: String(settings.callsPerWindow),
    concurrent: String(settings.concurrent),
    dailyCalls: String(settings.dailyCalls),
    fieldChoices: {},
  };
}

/** The input to send, or what is wrong with the form. Spaces around pasted values do not count. */
export function inputFrom(
  form: MarketoForm,
  { hasSecret }: { hasSecret: boolean },
): { input: MarketoSettingsInput; errors: null } | { input: null; errors: FormErrors } {
  const clientSecret = form.clientSecret.trim();
  const parsed = MarketoSettingsInput.safeParse({
    baseUrl: form.baseUrl,
    clientId: form.clientId,
    clientSecret: clientSecret || undefined,
    webUrl: form.webUrl.trim() || null,
    salesforceUrl: form.salesforceUrl.trim() || null,
    contactsAlwaysOwned: form.contactsAlwaysOwned,
    callsPerWindow: numberFrom(form.callsPerWindow),
    concurrent: numberFrom(form.concurrent),
    dailyCalls: numberFrom(form.dailyCalls),
    fieldChoices: Object.fromEntries(Object.entries(form.fieldChoices).map(([field, name]) => [field, name || null])),
  });
  const errors: FormErrors = clientSecret || hasSecret ? {} : { clientSecret: 'Expected the Client Secret' };
  for (const issue of parsed.error?.issues ?? []) {
    errors[issue.path[0] as keyof MarketoForm] ??= expectations[issue.path[0] as keyof MarketoForm] ?? issue.message;
  }
  if (!parsed.success || Object.keys(errors).length > 0) return { input: null, errors };
  return { input: parsed.data, errors: null };
}

/** The inputs a refusal of the server names. */
export function errorsFrom(problem: unknown): FormErrors {
  return problem instanceof ApiProblem ? (problem.fields as FormErrors) : {};
}

const expectations: FormErrors = {
  callsPerWindow: 'Expected a whole number from 5 to 100',
  concurrent: 'Expected a whole number from 1 to 10',
  dailyCalls: 'Expected a whole number of at least 1000',
};

const numberFrom = (text: string) => (text.trim() === '' ? Number.NaN : Number(text));
