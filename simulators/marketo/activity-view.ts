/** How rows of the log are written into the answers of the feeds. */

import type { ActivityRow } from '@/simulators/marketo/store/activity-log';
import { apiDate, type DateStyle } from './dates';
import type { Instance } from './instance';

type Wire = Record<string, unknown>;

/** Attributes without a value are left out or empty; `id` follows the instance's quirk. */
export function activityRecord(instance: Instance, row: ActivityRow, style: DateStyle = 'z'): Wire {
  const { detail } = row;
  return {
    ...head(instance, row, style),
    ...(detail.campaignId === undefined ? {} : { campaignId: detail.campaignId }),
    ...(detail.primaryAttributeValueId === undefined
      ? {}
      : { primaryAttributeValueId: detail.primaryAttributeValueId }),
    ...(detail.primaryAttributeValue === undefined ? {} : { primaryAttributeValue: detail.primaryAttributeValue }),
    attributes: pairs(row),
  };
}

/** A data value change tells its field apart from its other attributes; New Lead has no `fields`. */
export function leadChangeRecord(instance: Instance, row: ActivityRow, fieldNames: Map<number, string>): Wire {
  if (row.typeId === 12) return activityRecord(instance, row, 'offset');
  const { detail } = row;
  const value = (name: string) => detail.attributes.find(([known]) => known === name)?.[1] ?? null;
  const oldValue = value('Old Value');
  const id = detail.primaryAttributeValueId ?? 0;
  return {
    ...head(instance, row, 'offset'),
    fields: [
      { id, name: fieldNames.get(id), newValue: value('New Value'), ...(oldValue === null ? {} : { oldValue }) },
    ],
    attributes: [
      ...pairs(row).filter((pair) => !/^(New|Old) Value$/.test(pair.name)),
      { name: 'Lead ID', value: row.leadId },
    ],
  };
}

function head(instance: Instance, row: ActivityRow, style: DateStyle): Wire {
  const { activityIds, dates } = instance.settings.quirks;
  const guid = String(row.seq);
  return {
    ...(activityIds === 'missing' ? {} : { id: activityIds === 'repeated' ? row.seq % 100 : row.seq }),
    marketoGUID: guid,
    leadId: row.leadId,
    activityDate: apiDate(row.atSeconds, style, dates),
    activityTypeId: row.typeId,
  };
}

function pairs(row: ActivityRow): { name: string; value: unknown }[] {
  return row.detail.attributes.filter(([, value]) => value !== null).map(([name, value]) => ({ name, value }));
}
