import {
  CircleCheck,
  CircleDashed,
  CircleX,
  Clock,
  type LucideIcon,
  RotateCw,
  Search,
  SearchX,
  Send,
} from 'lucide-react';
import type { DeliveryBrief } from '@/lib/deliveries/contract';
import { type DeliveryState, deliveryStates } from '@/lib/deliveries/model';
import { destinationTitles } from '@/lib/sales-activities/model';

type Tone = 'neutral' | 'info' | 'good' | 'warn' | 'bad';
type Look = {
  tone: Tone;
  icon: LucideIcon;
  /** After the name of the destination: "Marketo: delivered". */
  word: string;
};

const looks: Record<DeliveryState, Look> = {
  queued: { tone: 'info', icon: Clock, word: 'waiting' },
  sending: { tone: 'info', icon: Send, word: 'being sent' },
  confirmed: { tone: 'good', icon: CircleCheck, word: 'delivered' },
  rejected: { tone: 'bad', icon: CircleX, word: 'refused' },
  unknown: { tone: 'warn', icon: Search, word: 'looked for' },
  stuck: { tone: 'bad', icon: SearchX, word: 'not found' },
  skipped: { tone: 'neutral', icon: CircleDashed, word: 'not sent' },
};
const tryingAgain: Look = { tone: 'warn', icon: RotateCw, word: 'tried again' };
const heldUp: Look = { tone: 'warn', icon: Clock, word: 'held up' };

/** How a delivery looks at a glance. */
export function lookOf({ state, failed, blocked }: Pick<DeliveryBrief, 'state' | 'failed' | 'blocked'>): Look {
  if (state === 'queued' && blocked) return heldUp;
  if (state === 'queued' && failed) return tryingAgain;
  return looks[state];
}

/** "Marketo: delivered". */
export function standingText(brief: DeliveryBrief): string {
  return `${destinationTitles[brief.destination]}: ${lookOf(brief).word}`;
}

/** The same words where a state stands alone, as in a filter. */
export const stateTitles = Object.fromEntries(
  deliveryStates.map((state) => [state, capitalized(looks[state].word)]),
) as Record<DeliveryState, string>;

function capitalized(word: string) {
  return word.charAt(0).toUpperCase() + word.slice(1);
}
