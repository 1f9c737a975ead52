/** For tests about calls: what a form sends, and the outcomes and reasons of an admin. */
import { randomUUID } from 'node:crypto';
import { addChoice, changeCallSettings } from '../calls/choices';
import { type LogCallBody, LogCallInput } from '../calls/contract';
import type { Ctx } from '../context';

/** A call as the form sends it, under a key of its own; say only what the test is about. */
export function aCallInput(given: Partial<LogCallBody> & Pick<LogCallBody, 'marketoId' | 'occurredAt'>): LogCallInput {
  return LogCallInput.parse({ key: randomUUID(), ...given });
}

/** An admin asks for outcomes, of which one means that nobody answered, and for reasons. */
export async function offerChoices(ctx: Ctx, required = { outcomes: false, reasons: false }): Promise<void> {
  await addChoice(ctx, 'outcomes', { name: 'Interested', type: 'answered' });
  await addChoice(ctx, 'outcomes', { name: 'Left a message', type: 'not-answered' });
  await addChoice(ctx, 'reasons', { name: 'Follow-up' });
  const { outcomes, reasons } = required;
  await changeCallSettings(ctx, {
    outcomes: { enabled: true, required: outcomes },
    reasons: { enabled: true, required: reasons },
  });
}
