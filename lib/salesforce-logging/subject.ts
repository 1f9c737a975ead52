/** The subject of tasks: free text with dynamic fields, as Salesforce takes it. Pure. */
import type { SalesActivityBody } from '../sales-activities/model';
import { cutTo, type DynamicField, dynamicFields, longestSubject } from './model';

type Values = Record<DynamicField, string | number | null>;

/** What the dynamic fields stand for in an activity that becomes a task of its own. */
export function subjectValues({ kind, payload }: SalesActivityBody): Values {
  const isCall = kind === 'call';
  const campaign = 'campaignName' in payload ? payload.campaignName : null;
  const step = 'campaignStep' in payload ? { day: payload.campaignDay, step: payload.campaignStep } : null;
  return {
    activity_type: isCall ? 'Call' : 'Email',
    activity_subject: 'emailSubject' in payload ? payload.emailSubject : null,
    sales_campaign_name: campaign,
    sales_campaign_day: step?.day ?? null,
    sales_campaign_step: step?.step ?? null,
    call_outcome: isCall ? payload.outcome : null,
    call_reason: isCall ? payload.reason : null,
  };
}

/**
 * The subject by `template`: what is not known is left empty, line breaks and doubled blanks become one blank, and at
 * most 255 characters stay.
 */
export function renderSubject(template: string, values: Values): string {
  const filled = template.replace(anyField, (whole, name: string) => {
    const field = fieldNamed(name);
    return field ? String(values[field] ?? '') : whole;
  });
  return oneLine(filled);
}

/** Answers ignore the template. */
export function replySubject(emailSubject: string): string {
  return oneLine(`Reply: ${emailSubject}`);
}

/** Names in double braces that are no dynamic field; a subject would show them as they stand. */
export function unknownFields(template: string): string[] {
  return [...template.matchAll(anyField)].map(([, name = '']) => name.trim()).filter((name) => !fieldNamed(name));
}

const anyField = /\{\{([^{}]*)\}\}/g;

// People write {{Activity Type}} as well.
function fieldNamed(name: string): DynamicField | undefined {
  const plain = name.trim().toLowerCase().replaceAll(/\s+/g, '_');
  return dynamicFields.find((field) => field === plain);
}

function oneLine(text: string): string {
  return cutTo(text.replaceAll(/\s+/g, ' ').trim(), longestSubject);
}
