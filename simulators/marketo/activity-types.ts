/** The activity types of the instance, as `activities/types.json` lists them. */
export type AttributeDef = { name: string; dataType: string };
export type ActivityTypeDef = {
  id: number;
  name: string;
  description: string;
  primaryAttribute?: AttributeDef;
  attributes: AttributeDef[];
  /** Days after which rows vanish from the log; absent means 25 months. */
  retentionDays?: number;
};

export const deletedLeadsTypeId = 37;
export const leadChangeTypeIds = [12, 13];

const web = 'Client IP Address, Query Parameters, Referrer URL, User Agent';
const mail = 'Campaign Run ID, Choice Number, Has Predictive:boolean, Step ID, Test Variant';
const bounce = `${mail}, Category, Details:text, Email, Subcategory`;
const mailOpen =
  'Bot Activity Pattern, Campaign Run ID, Choice Number, Device, Is Bot Activity:boolean, Is Mobile Device:boolean, ' +
  'Platform, Step ID, Test Variant, User Agent';
const salesMail =
  'Sent By, Source, Template ID, Sales Template URL, Sales Campaign URL, Sales Template Name, Email Subject, ' +
  'Sales Campaign Name, Marketo Sales Person ID';
const salesCall =
  'Sales Call Made By, Sales Call Status, Sales Call Subject, Sales Campaign Name, Sales Campaign URL, ' +
  'Sales Phone Number Called, Source, Sales Call Duration:integer, Sales Call Recording URL, Sales Call Answered By, ' +
  'Sales Call Notes:text, Marketo Sales Person ID';
const salesCampaign = 'Sales Campaign Name, Sales Call Status, Sales Campaign URL, Sent By, Source, Sales Campaign ID';
const api = 'API Method Name, Modifying User, Request Id';

export const activityTypes: ActivityTypeDef[] = [
  type(1, 'Visit Webpage', 'Webpage ID:integer', `${web}, Search Engine, Search Query, Webpage URL`, 90),
  type(2, 'Fill Out Form', 'Webform ID:integer', `${web}, Form Fields:text, Webpage ID:integer`),
  type(3, 'Click Link', 'Link ID:integer', `${web}, Webpage ID:integer`, 90),
  type(6, 'Send Email', 'Mailing ID:integer', mail, 90),
  type(7, 'Email Delivered', 'Mailing ID:integer', mail, 90),
  type(8, 'Email Bounced', 'Mailing ID:integer', bounce),
  type(9, 'Unsubscribe Email', 'Mailing ID:integer', `${mail}, ${web}, Form Fields:text, Webform ID:integer`),
  type(10, 'Open Email', 'Mailing ID:integer', `${mailOpen}, Has Predictive:boolean`),
  type(11, 'Click Email', 'Mailing ID:integer', `${mailOpen}, Is Predictive:boolean, Link, Link ID`),
  type(12, 'New Lead', '', `Created Date:date, Form Name, Lead Source, List Name, SFDC Type, Source Type, ${api}`),
  type(13, 'Change Data Value', 'Attribute Name:string', `New Value, Old Value, Reason, Source, ${api}`, 90),
  type(19, 'Sync Lead to SFDC', '', '', 90),
  type(21, 'Convert Lead', 'SFDC Contact:string', ''),
  type(22, 'Change Score', 'Score Name:string', 'Change Value, New Value:Integer, Old Value, Reason', 90),
  type(23, 'Change Owner', 'Owner:string', 'New Value, Old Value'),
  type(24, 'Add to List', 'List ID:integer', 'Source', 90),
  type(25, 'Remove from List', 'List ID:integer', 'Source'),
  type(27, 'Email Bounced Soft', 'Mailing ID:integer', bounce),
  type(28, 'Sync Lead Updates to SFDC', '', '', 90),
  type(29, 'Delete Lead from SFDC', '', ''),
  type(31, 'SFDC Merge Leads', '', ''),
  type(
    32,
    'Merge Leads',
    'Lead ID:integer',
    'Merge IDs:string, Merge Source, Merged in Sales:boolean, Master Updated:boolean',
  ),
  type(34, 'Add to Opportunity', 'Opportunity:string', 'Role, Is Primary:boolean'),
  type(35, 'Remove from Opportunity', 'Opportunity:string', 'Role, Is Primary:boolean'),
  type(36, 'Update Opportunity', 'Opportunity:string', 'Attribute Name, New Value, Old Value', 90),
  type(deletedLeadsTypeId, 'Delete Lead', 'Campaign:string', '', 14),
  type(38, 'Send Alert', 'Mailing ID:integer', 'Send To Owner, Send To List'),
  type(39, 'Send Sales Email', 'Artifact ID:integer', salesMail),
  type(40, 'Open Sales Email', 'Artifact ID:integer', salesMail),
  type(41, 'Click Sales Email', 'Artifact ID:integer', `${salesMail}, Link`),
  type(45, 'Receive Sales Email', 'Artifact ID:integer', 'Received By, Source, Marketo Sales Person ID'),
  type(46, 'Interesting Moment', 'Type:string', 'Source, Date:datetime, Description:text'),
  type(47, 'Request Campaign', 'Campaign ID:integer', 'Source', 90),
  type(
    48,
    'Sales Email Bounced',
    'Artifact ID:integer',
    'Details:text, Email, Sent By, Marketo Sales Person ID, Template ID',
  ),
  type(60, 'Received Sales Call', 'Artifact ID:integer', salesCall),
  type(61, 'Add to Sales Campaign', 'Artifact ID:integer', salesCampaign),
  type(62, 'Removed from Sales Campaign', 'Artifact ID:integer', salesCampaign),
];

const newLeadTypeId = 12;
const twentyFiveMonthsDays = 761;
const byId = new Map(activityTypes.map((known) => [known.id, known]));

/** Custom types are kept as long as most others; New Lead is kept for ever. */
export function retentionDays(typeId: number): number {
  if (typeId === newLeadTypeId) return Number.POSITIVE_INFINITY;
  return byId.get(typeId)?.retentionDays ?? twentyFiveMonthsDays;
}

function type(id: number, name: string, primary: string, attributes: string, retentionDays?: number): ActivityTypeDef {
  const [primaryAttribute] = attributeList(primary);
  return {
    id,
    name,
    description: name,
    ...(primaryAttribute ? { primaryAttribute } : {}),
    attributes: attributeList(attributes),
    ...(retentionDays ? { retentionDays } : {}),
  };
}

/** Reads `Name, Other Name:dataType`; the data type is `string` where none is written. */
function attributeList(text: string): AttributeDef[] {
  if (!text) return [];
  return text.split(', ').map((part) => {
    const [name = '', dataType = 'string'] = part.split(':');
    return { name, dataType };
  });
}
