/** Details of seeded activities, derived from a 32-bit number: rows of one episode share it and so tell one story. */
import { itemAt, mix32 } from '@/simulators/core/random';
import type { ActivityDetail, AttributeValue } from '@/simulators/marketo/store/activity-log';
import { callOutcomes, forms, mailings, moments, salesSubjects, sellers, titles, userAgents, webPages } from './words';

type Pairs = [name: string, value: AttributeValue][];

/** The same answer for the same input, whenever it is asked. */
export function deriveDetail(typeId: number, variant: number): ActivityDetail {
  const draw = (salt: number) => mix32(variant + Math.imul(salt, 0x9e3779b9));
  switch (typeId) {
    case 1:
    case 3:
      return webDetail(typeId, draw);
    case 2:
      return formDetail(draw);
    case 6:
    case 7:
    case 8:
    case 9:
    case 10:
    case 11:
    case 27:
      return mailDetail(typeId, draw);
    case 13:
      return titleChangeDetail(draw);
    case 22:
      return scoreDetail(draw);
    case 39:
    case 40:
    case 41:
    case 45:
    case 48:
      return salesMailDetail(typeId, draw);
    case 46:
      return momentDetail(draw);
    case 60:
      return callDetail(draw);
    case 61:
    case 62:
      return salesCampaignDetail(draw);
    default:
      return { attributes: [] };
  }
}

type Draw = (salt: number) => number;

function webDetail(typeId: number, draw: Draw): ActivityDetail {
  const page = itemAt(webPages, draw(1));
  return {
    primaryAttributeValueId: 50 + (draw(1) % webPages.length),
    primaryAttributeValue: typeId === 1 ? `www.example.com${page}` : `https://www.example.com${page}`,
    attributes: [
      ['Client IP Address', `203.0.113.${draw(2) % 256}`],
      ['Query Parameters', draw(3) % 4 === 0 ? 'utm_source=newsletter&utm_medium=email' : ''],
      ['Referrer URL', draw(4) % 3 === 0 ? 'https://www.google.com/' : ''],
      ['User Agent', itemAt(userAgents, draw(5))],
      typeId === 1 ? ['Webpage URL', page] : ['Webpage ID', 50 + (draw(1) % webPages.length)],
    ],
  };
}

function formDetail(draw: Draw): ActivityDetail {
  const form = draw(1) % forms.length;
  return {
    primaryAttributeValueId: 1100 + form,
    primaryAttributeValue: itemAt(forms, form),
    attributes: [
      ['Client IP Address', `203.0.113.${draw(2) % 256}`],
      ['Form Fields', 'a:2:{s:10:"newsletter";s:3:"yes";s:6:"formid";s:4:"1100";}'],
      ['Referrer URL', `https://www.example.com${itemAt(webPages, draw(3))}`],
      ['User Agent', itemAt(userAgents, draw(5))],
      ['Webpage ID', 50 + (draw(3) % webPages.length)],
    ],
  };
}

function mailDetail(typeId: number, draw: Draw): ActivityDetail {
  const mailing = draw(1) % mailings.length;
  const attributes: Pairs = [
    ['Campaign Run ID', String(1000 + (draw(2) % 500))],
    ['Choice Number', '0'],
    ['Step ID', String(2000 + mailing)],
    ['Test Variant', '0'],
  ];
  if (typeId === 6 || typeId === 7) attributes.push(['Has Predictive', false]);
  if (typeId === 8 || typeId === 27)
    attributes.push(
      ['Category', typeId === 8 ? '2' : '3'],
      ['Subcategory', typeId === 8 ? '2003' : '3004'],
      ['Details', '550 5.1.1 The e-mail account does not exist.\r\nPlease check for typos.'],
    );
  if (typeId === 10 || typeId === 11)
    attributes.push(
      ['Device', draw(6) % 2 ? 'iPhone' : 'unknown'],
      ['Is Bot Activity', draw(7) % 12 === 0],
      ['Is Mobile Device', draw(6) % 2 === 1],
      ['Platform', draw(6) % 2 ? 'iOS' : 'Windows'],
      ['User Agent', itemAt(userAgents, draw(5))],
    );
  if (typeId === 11)
    attributes.push(
      ['Link', `https://www.example.com${itemAt(webPages, draw(8))}`],
      ['Link ID', String(draw(8) % 900)],
    );
  return {
    primaryAttributeValueId: 2000 + mailing,
    primaryAttributeValue: itemAt(mailings, mailing),
    campaignId: 8000 + (draw(2) % 50),
    attributes,
  };
}

function titleChangeDetail(draw: Draw): ActivityDetail {
  return {
    primaryAttributeValueId: 55,
    primaryAttributeValue: 'Job Title',
    attributes: [
      ['New Value', itemAt(titles, draw(1))],
      ['Old Value', itemAt(titles, draw(2))],
      ['Reason', 'CRM sync'],
      ['Source', 'SFDC Sync'],
    ],
  };
}

function scoreDetail(draw: Draw): ActivityDetail {
  const change = itemAt([5, 10, 1, -5, 15], draw(1));
  const before = draw(2) % 120;
  return {
    primaryAttributeValueId: 146,
    primaryAttributeValue: 'Lead Score',
    campaignId: 8100,
    attributes: [
      ['Change Value', change >= 0 ? `+${change}` : String(change)],
      ['New Value', before + change],
      ['Old Value', String(before)],
      ['Reason', 'Visited the pricing page'],
    ],
  };
}

function salesMailDetail(typeId: number, draw: Draw): ActivityDetail {
  const seller = itemAt(sellers, draw(1));
  const address = `${seller.toLowerCase().replaceAll(/[^a-z]+/g, '.')}@sales.example`;
  const artifact = draw(2) % 100_000_000;
  const subject = `${itemAt(salesSubjects, draw(3))} (SIA-${String(artifact).padStart(8, '0')})`;
  const artifactOf = (attributes: Pairs): ActivityDetail => ({
    primaryAttributeValueId: artifact,
    primaryAttributeValue: subject,
    attributes,
  });
  const person: [string, AttributeValue] = ['Marketo Sales Person ID', String(700_000 + (draw(4) % 5000))];
  if (typeId === 45) return artifactOf([['Received By', address], ['Source', 'Sales App'], person]);
  const template = String(300 + (draw(5) % 40));
  if (typeId === 48)
    return artifactOf([
      ['Details', '554 delivery error: mailbox unavailable'],
      ['Sent By', address],
      ['Template ID', template],
      person,
    ]);
  const attributes: Pairs = [
    ['Sent By', address],
    ['Source', 'Sales App'],
    ['Template ID', template],
    ['Sales Template URL', `https://sales.example/templates/${template}`],
    ['Sales Template Name', itemAt(salesSubjects, draw(3))],
    ['Email Subject', subject],
    ['Sales Campaign Name', draw(6) % 2 ? 'Autumn outreach' : ''],
    person,
  ];
  if (typeId === 41) attributes.push(['Link', `https://www.example.com${itemAt(webPages, draw(7))}`]);
  return artifactOf(attributes);
}

function momentDetail(draw: Draw): ActivityDetail {
  return {
    primaryAttributeValueId: draw(2) % 3,
    primaryAttributeValue: itemAt(['Web', 'Email', 'Milestone'], draw(2)),
    campaignId: 8200,
    attributes: [
      ['Source', 'Marketo'],
      ['Description', itemAt(moments, draw(1))],
    ],
  };
}

function callDetail(draw: Draw): ActivityDetail {
  const seller = itemAt(sellers, draw(1));
  const outcome = itemAt(callOutcomes, draw(2));
  const answered = draw(2) % 2 === 0;
  return {
    primaryAttributeValueId: draw(3) % 1_000_000,
    primaryAttributeValue: `Call by ${seller}`,
    attributes: [
      ['Sales Call Made By', `${seller.toLowerCase().replaceAll(/[^a-z]+/g, '.')}@sales.example`],
      ['Sales Call Status', answered ? 'completed' : 'no answer'],
      ['Sales Call Subject', outcome],
      ['Sales Phone Number Called', `+1 555 01${String(draw(4) % 100).padStart(2, '0')}`],
      ['Source', 'Sales App'],
      ['Sales Call Duration', answered ? 30 + (draw(5) % 1500) : 0],
      ['Sales Call Recording URL', answered ? `https://sales.example/recordings/${draw(3) % 1_000_000}` : ''],
      ['Sales Call Answered By', answered ? 'Reception' : ''],
      ['Sales Call Notes', answered ? 'Interested; wants a proposal before the end of the quarter.' : ''],
      ['Marketo Sales Person ID', String(700_000 + (draw(6) % 5000))],
    ],
  };
}

function salesCampaignDetail(draw: Draw): ActivityDetail {
  const campaign = draw(1) % 20;
  return {
    primaryAttributeValueId: campaign,
    primaryAttributeValue: `Autumn outreach ${campaign}`,
    attributes: [
      ['Sales Campaign Name', `Autumn outreach ${campaign}`],
      ['Sales Campaign URL', `https://sales.example/campaigns/${campaign}`],
      ['Sent By', 'olivia.carter@sales.example'],
      ['Source', 'Sales App'],
      ['Sales Campaign ID', String(campaign)],
    ],
  };
}
