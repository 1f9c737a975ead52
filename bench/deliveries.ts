/**
 * `npm run bench:deliveries`: what delivering sales activities costs, and how long it takes until both sides have them.
 * Part 1: `--activities` (5,000) calls of one seller at once, in simulated time. The baseline of the same run is a bare
 * client: the same number of records in the fewest calls there can be, without a ledger.
 * Part 2: `--rate` (20) activities a second for `--minutes` (3) with a real worker at its default schedule, each call
 * taking `--latency` ms (300). The baseline is one bare call to each side.
 */
import { parseArgs } from 'node:util';
import { print } from './bench-database';
import { cost } from './deliveries-cost';
import { flow } from './deliveries-flow';

const { values } = parseArgs({
  options: {
    activities: { type: 'string', default: '5000' },
    rate: { type: 'string', default: '20' },
    minutes: { type: 'string', default: '3' },
    latency: { type: 'string', default: '300' },
  },
});
const number = (name: keyof typeof values) => Number(values[name]);

for (const line of await cost(number('activities'))) print(line);
for (const line of await flow({ rate: number('rate'), minutes: number('minutes'), latencyMs: number('latency') })) {
  print(line);
}
process.exit(0);
