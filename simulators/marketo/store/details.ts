/** Details of activities, packed: their names are kept once, their values as text in large blocks of bytes. */
import type { ActivityDetail, AttributeValue } from './activity-log';

export type Details = {
  /** Where it lies from now on. */
  add(detail: ActivityDetail): number;
  at(place: number): ActivityDetail;
  /** As text that `addText` of any other process understands. */
  textAt(place: number): string;
  addText(text: string): number;
};

type Packed = [
  names: number,
  primaryId: number | null,
  primaryValue: string | null,
  campaignId: number | null,
  ...values: AttributeValue[],
];

const blockBytes = 1024 * 1024;
const lengthBytes = 4;

export function createDetails(): Details {
  const blocks: Buffer[] = [];
  let used = blockBytes;
  const names = new Map<string, number>();
  const nameLists: string[][] = [];

  function idOfNames(list: string[]): number {
    const key = JSON.stringify(list);
    const known = names.get(key);
    if (known !== undefined) return known;
    names.set(key, nameLists.push(list) - 1);
    return nameLists.length - 1;
  }

  /** A text never lies in two blocks; one that is longer than a block gets a block of its own. */
  function store(text: string): number {
    const length = Buffer.byteLength(text);
    if (used + lengthBytes + length > blockBytes) {
      blocks.push(Buffer.allocUnsafe(Math.max(blockBytes, lengthBytes + length)));
      used = 0;
    }
    const block = blocks.at(-1) as Buffer;
    block.writeUInt32LE(length, used);
    block.write(text, used + lengthBytes);
    const place = (blocks.length - 1) * blockBytes + used;
    used += lengthBytes + length;
    return place;
  }

  function load(place: number): string {
    const block = blocks[Math.floor(place / blockBytes)];
    if (!block) throw new Error(`there is no detail at ${place}`);
    const start = (place % blockBytes) + lengthBytes;
    return block.toString('utf8', start, start + block.readUInt32LE(start - lengthBytes));
  }

  const add = (detail: ActivityDetail) =>
    store(
      JSON.stringify([
        idOfNames(detail.attributes.map(([name]) => name)),
        detail.primaryAttributeValueId ?? null,
        detail.primaryAttributeValue ?? null,
        detail.campaignId ?? null,
        ...detail.attributes.map(([, value]) => value),
      ] satisfies Packed),
    );

  function at(place: number): ActivityDetail {
    const [list, primaryId, primaryValue, campaignId, ...values] = JSON.parse(load(place)) as Packed;
    return {
      ...(primaryId === null ? {} : { primaryAttributeValueId: primaryId }),
      ...(primaryValue === null ? {} : { primaryAttributeValue: primaryValue }),
      ...(campaignId === null ? {} : { campaignId }),
      attributes: (nameLists[list] ?? []).map((name, index) => [name, values[index] ?? null]),
    };
  }

  return {
    add,
    at,
    textAt: (place) => JSON.stringify(at(place)),
    addText: (text) => add(JSON.parse(text) as ActivityDetail),
  };
}
