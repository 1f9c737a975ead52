/** The Task object: the standard fields of an activity, the optional ones of sales tools, and our key where it exists. */
import { type Field, field, type ObjectSchema, picklist, reference, system, systemFields, text } from './field';

export type TaskStatus = { label: string; apiName: string; closed: boolean; byDefault: boolean };
export type TaskPriority = { label: string; apiName: string; high: boolean; byDefault: boolean };

export type TaskVocabulary = {
  statuses: TaskStatus[];
  priorities: TaskPriority[];
  types: string[];
  subtypes: string[];
  /** Values outside the list are refused; `TaskSubtype` always is. */
  restricted: ('Status' | 'Priority' | 'Type' | 'CallType')[];
};

export const usualVocabulary: TaskVocabulary = {
  statuses: [
    { label: 'Not Started', apiName: 'Not Started', closed: false, byDefault: true },
    { label: 'In Progress', apiName: 'In Progress', closed: false, byDefault: false },
    { label: 'Completed', apiName: 'Completed', closed: true, byDefault: false },
    { label: 'Waiting on someone else', apiName: 'Waiting on someone else', closed: false, byDefault: false },
    { label: 'Deferred', apiName: 'Deferred', closed: false, byDefault: false },
  ],
  priorities: [
    { label: 'High', apiName: 'High', high: true, byDefault: false },
    { label: 'Normal', apiName: 'Normal', high: false, byDefault: true },
    { label: 'Low', apiName: 'Low', high: false, byDefault: false },
  ],
  types: ['Call', 'Email', 'Meeting', 'Other'],
  subtypes: ['Task', 'Email', 'ListEmail', 'Cadence', 'Call', 'LinkedIn'],
  restricted: ['Status', 'Priority', 'Type', 'CallType'],
};

/** The optional activity fields that a sales tool fills when it finds them. */
export const salesActivityFields: Field[] = [
  text('mktosales_call_outcome__c', 50),
  text('mktosales_call_reason__c', 50),
  text('MSE_Call_Local_Presence_ID__c', 255),
  field('MSE_Call_Recording__c', 'url'),
  text('MSE_Campaign__c', 255),
  text('MSE_Current_Campaign_Step__c', 255),
  field('MSE_Campaign_Details_Link__c', 'url'),
  field('MSE_Presentation_Viewed__c', 'boolean', { nillable: false }),
  field('MSE_Clicked__c', 'boolean', { nillable: false }),
  field('MSE_Replied__c', 'boolean', { nillable: false }),
  text('MSE_Email_Status__c', 255),
  text('MSE_Template__c', 255),
  field('MSE_Template_Details__c', 'url'),
  field('MSE_Details__c', 'url'),
  field('MSE_Viewed__c', 'boolean', { nillable: false }),
];

export const keyField: Field = text('SalesActions_Key__c', 64, {
  label: 'Sales Actions Key',
  externalId: true,
  idLookup: true,
  unique: true,
  caseSensitive: true,
});

export function taskSchema(words: TaskVocabulary, custom: Field[]): ObjectSchema {
  const restricted = (name: TaskVocabulary['restricted'][number]) => words.restricted.includes(name);
  const status = words.statuses.find((each) => each.byDefault)?.label;
  const priority = words.priorities.find((each) => each.byDefault)?.label;
  return {
    name: 'Task',
    label: 'Task',
    keyPrefix: '00T',
    createable: true,
    childRelationships: [],
    fields: [
      ...systemFields(),
      reference('WhoId', ['Contact', 'Lead'], { label: 'Name ID' }),
      reference('WhatId', ['Account', 'Opportunity'], { label: 'Related To ID' }),
      reference('OwnerId', ['User'], { label: 'Assigned To ID', nillable: false, defaultedOnCreate: true }),
      reference('AccountId', ['Account'], { createable: false, updateable: false }),
      field('Subject', 'combobox', { length: 255 }),
      picklist(
        'Status',
        words.statuses.map((each) => each.label),
        { restricted: restricted('Status'), nillable: false, byDefault: status },
      ),
      picklist(
        'Priority',
        words.priorities.map((each) => each.label),
        { length: 20, restricted: restricted('Priority'), nillable: false, byDefault: priority },
      ),
      field('ActivityDate', 'date', { label: 'Due Date Only' }),
      field('Description', 'textarea', { label: 'Comments' }),
      picklist('Type', words.types, { restricted: restricted('Type') }),
      picklist('TaskSubtype', words.subtypes, {
        length: 40,
        restricted: true,
        updateable: false,
        defaultedOnCreate: true,
        byDefault: 'Task',
      }),
      picklist('CallType', ['Internal', 'Inbound', 'Outbound'], { length: 40, restricted: restricted('CallType') }),
      field('CallDurationInSeconds', 'int', { label: 'Call Duration' }),
      text('CallDisposition', 255, { label: 'Call Result' }),
      text('CallObject', 255, { label: 'Call Object Identifier' }),
      field('ReminderDateTime', 'datetime'),
      field('IsReminderSet', 'boolean', { nillable: false }),
      field('IsRecurrence', 'boolean', { nillable: false, updateable: false }),
      system('IsClosed', 'boolean', { label: 'Closed', nillable: false }),
      system('IsHighPriority', 'boolean', { label: 'High Priority', nillable: false }),
      system('IsArchived', 'boolean', { label: 'Archived', nillable: false }),
      system('CompletedDateTime', 'datetime', { label: 'Completed Date/Time' }),
      system('WhoCount', 'int', { label: 'Relation Count' }),
      system('WhatCount', 'int', { label: 'Related To Count' }),
      ...custom,
    ],
  };
}

/** The settings object behind the status picklist. */
export const taskStatusSchema: ObjectSchema = wordSchema('TaskStatus', '01N', 'IsClosed');
/** The settings object behind the priority picklist. */
export const taskPrioritySchema: ObjectSchema = wordSchema('TaskPriority', '04x', 'IsHighPriority');

function wordSchema(name: string, keyPrefix: string, flag: string): ObjectSchema {
  const readOnly = { createable: false, updateable: false };
  const fields = [
    ...systemFields(),
    text('MasterLabel', 255, readOnly),
    text('ApiName', 255, readOnly),
    system('SortOrder', 'int'),
    system('IsDefault', 'boolean'),
    system(flag, 'boolean'),
  ];
  return { name, label: name, keyPrefix, createable: false, childRelationships: [], fields };
}
