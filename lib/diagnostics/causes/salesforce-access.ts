/** What Salesforce refuses: rights that are missing, and records that break a rule of the org. */
import { causesOf } from './causes-of';

export const salesforceAccess = causesOf('access', {
  API_CURRENTLY_DISABLED: {
    title: 'The user may not use the Salesforce API',
    meaning: 'The profile of the Salesforce user by whom this is sent lacks the permission “API Enabled”.',
    remedy: 'Give the user “API Enabled” in the profile or in a permission set.',
    solver: 'salesforce-admin',
  },
  API_DISABLED_FOR_ORG: {
    title: 'The Salesforce org has no API',
    meaning: 'The edition of the org comes without an API, or it was switched off for the whole org.',
    remedy: 'Ask Salesforce for the API; Professional edition has it as an add-on.',
    solver: 'salesforce-admin',
  },
  CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY: {
    title: 'Automation in Salesforce stopped the task',
    meaning: 'A trigger or a flow of the org failed while the task was saved, or the user may not write the object.',
    remedy: 'Correct the trigger or flow that the message names, or give the user the right to write the object.',
    solver: 'salesforce-admin',
  },
  CANNOT_EXECUTE_FLOW_TRIGGER: {
    title: 'A flow in Salesforce stopped the task',
    meaning: 'A flow that runs when a task is saved failed, so the task was not saved.',
    remedy: 'Correct the flow that the message names.',
    solver: 'salesforce-admin',
  },
  ENTITY_IS_LOCKED: {
    title: 'The record waits for an approval',
    meaning: 'The person’s record, or its account, is in an approval process and cannot be changed meanwhile.',
    remedy: 'Wait for the approval, or let somebody unlock the record. It is tried again by itself.',
    solver: 'salesforce-admin',
  },
  FIELD_CUSTOM_VALIDATION_EXCEPTION: {
    title: 'A validation rule of the org refuses the task',
    meaning: 'The org has a rule of its own for tasks; the message is what its admin wrote for it.',
    remedy: 'Fill what the message asks for, or exempt logged tasks from the rule.',
    solver: 'salesforce-admin',
  },
  FIELD_FILTER_VALIDATION_EXCEPTION: {
    title: 'A lookup filter of the org refuses the task',
    meaning: 'A value of the record, or one that is missing, does not fit a lookup filter of the org.',
    remedy: 'Correct the value on the record that the message names, or the filter.',
    solver: 'salesforce-admin',
  },
  FIELD_INTEGRITY_EXCEPTION: {
    title: 'Values of the record do not fit together',
    meaning: 'Salesforce found values that exclude one another, such as a state that is not in the country.',
    remedy: 'Correct the values on the record in Salesforce.',
    solver: 'salesforce-admin',
  },
  INSUFFICIENT_ACCESS_ON_CROSS_REFERENCE_ENTITY: {
    title: 'No access to a record that the task points to',
    meaning: 'The user may not see or use the account, opportunity or person whose ID the message names.',
    remedy: 'Share that record with the user, or have the activity logged by somebody who can see it.',
    solver: 'salesforce-admin',
  },
  INSUFFICIENT_ACCESS_OR_READONLY: {
    title: 'The record may only be read',
    meaning: 'The user may not write the record whose ID the message names, or may not write tasks at all.',
    remedy:
      'Give the user the right to edit it. Where only the most recent activity is refused, switch that off for the object.',
    solver: 'salesforce-admin',
    settings: 'salesforce',
  },
  INSUFFICIENT_ACCESS: {
    title: 'The Salesforce user may not do this',
    meaning: 'A permission for tasks, or for the record they belong to, is missing.',
    remedy: 'Give the user the permission to create and edit tasks, and to see the record.',
    solver: 'salesforce-admin',
  },
  INVALID_FIELD_FOR_INSERT_UPDATE: {
    title: 'The user may not write a field',
    meaning: 'Field-level security hides a field of the task from the user, or makes it read-only.',
    remedy: 'Make the field that the message names visible and editable for the users of this app.',
    solver: 'salesforce-admin',
  },
  INVALID_TYPE: {
    title: 'The user may not see an object',
    meaning: 'The user has no access to leads, contacts or tasks at all.',
    remedy: 'Give the user read and edit access to the object, or switch logging to it off.',
    solver: 'salesforce-admin',
    settings: 'salesforce',
  },
  NOT_FOUND: {
    title: 'Salesforce does not find what is asked for',
    meaning: 'The record is gone, the user may not see it, or the field that holds our key was removed.',
    remedy: 'Look whether the record and the field are there and visible for the user.',
    solver: 'salesforce-admin',
    settings: 'salesforce',
  },
  GONE: {
    title: 'Salesforce has retired this version of its API',
    meaning: 'The version of the API that this app speaks is not served any more.',
    remedy: 'Install a newer version of Sales Actions.',
    solver: 'admin',
  },
  REQUIRED_FIELD_MISSING: {
    title: 'A field that must be filled is empty',
    meaning: 'The org asks for a field of the task or of the record that this app does not fill.',
    remedy: 'Fill the field on the record, give it a default, or do not require it for logged tasks. Then try again.',
    solver: 'salesforce-admin',
  },
  STRING_TOO_LONG: {
    title: 'A text is too long for its field',
    meaning: 'Texts are cut to the length that the org describes; this field is shorter than it says.',
    remedy: 'Make the field longer in Salesforce, then try again.',
    solver: 'salesforce-admin',
  },
  INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST: {
    title: 'A value is not in the picklist',
    meaning: 'The org takes only the listed values for a field such as the type or the status of a task.',
    remedy: 'Add the value to the picklist, or let it take other values.',
    solver: 'salesforce-admin',
  },
  DUPLICATES_DETECTED: {
    title: 'A duplicate rule of the org refuses the record',
    meaning: 'A person was to be made, and a rule of the org takes it for one who is there already.',
    remedy: 'Merge the records, or let the rule warn instead of blocking.',
    solver: 'salesforce-admin',
  },
  TXN_SECURITY_NO_ACCESS: {
    title: 'A security policy of the org blocks this',
    meaning: 'A transaction security policy of the org stops what this app does.',
    remedy: 'Exempt the users of this app from the policy, or change it.',
    solver: 'salesforce-admin',
  },
  INACTIVE_OWNER_OR_USER: {
    title: 'The owner is not active in Salesforce',
    meaning: 'The task, or a record it touches, would belong to a user who was deactivated.',
    remedy: 'Give the record an active owner, or activate the user.',
    solver: 'salesforce-admin',
  },
  MULTIPLE_CHOICES: {
    title: 'Our key is there more than once',
    meaning: 'Several tasks carry the key of this activity: the field that holds it is not marked as unique.',
    remedy: 'Mark the field as unique in Salesforce and delete the tasks that are too many.',
    solver: 'salesforce-admin',
  },
  'SESSION NOT FOR THE API': {
    title: 'The session is not good for the API',
    meaning: 'Salesforce let the user in, but not to its API: the connected app lacks the scope, or is blocked.',
    remedy: 'Allow the scope “api” for the connected app, then connect Salesforce again.',
    solver: 'salesforce-admin',
    settings: 'salesforce',
  },
  'HTTP 4xx': {
    title: 'Something in front of Salesforce refused the call',
    meaning: 'The answer was a page and not Salesforce’s own: a proxy, a firewall or a sign-in page.',
    remedy: 'Let the network of this server reach Salesforce without a page in between.',
    solver: 'admin',
  },
});
