/** What an org offers for logging, as the settings page shows it. Pure. */

import { rollUpFrom } from '../salesforce/map-roll-ups';
import type { OrgCapabilities } from '../salesforce-connections/model';
import type { LoggingView } from './contract';
import { rollUpObjects } from './model';

/** The activity fields that sales tools know; an org has those that its admin made. */
export const activityFields = [
  'mktosales_call_outcome__c',
  'mktosales_call_reason__c',
  'MSE_Call_Local_Presence_ID__c',
  'MSE_Call_Recording__c',
  'MSE_Campaign__c',
  'MSE_Current_Campaign_Step__c',
  'MSE_Campaign_Details_Link__c',
  'MSE_Presentation_Viewed__c',
  'MSE_Clicked__c',
  'MSE_Replied__c',
  'MSE_Email_Status__c',
  'MSE_Template__c',
  'MSE_Template_Details__c',
  'MSE_Details__c',
  'MSE_Viewed__c',
];

const typesWanted = ['Email', 'Call', 'Reply'];
const anActivity = {
  kind: 'email-sent',
  subject: 's',
  campaignName: 'c',
  occurredAt: new Date(0),
  day: '1970-01-01',
} as const;

/** `capabilities` as they were described last. */
export function orgViewFrom(capabilities: OrgCapabilities): NonNullable<LoggingView['org']> {
  const fields = capabilities.objects.Task?.fields ?? [];
  const writable = new Set(fields.flatMap((field) => (field.createable ? [field.name] : [])));
  const type = fields.find((field) => field.name === 'Type');
  const mayRollUp = rollUpObjects.filter((object) =>
    (['email-sent', 'email-replied', 'call'] as const).some(
      (kind) => Object.keys(rollUpFrom({ ...anActivity, kind }, object, capabilities)).length > 0,
    ),
  );
  return {
    filledFields: activityFields.filter((name) => writable.has(name)),
    missingFields: activityFields.filter((name) => !writable.has(name)),
    types: type && type.defaultValue === null ? typesWanted.filter((value) => type.values.includes(value)) : [],
    rollUpObjects: mayRollUp,
  };
}
