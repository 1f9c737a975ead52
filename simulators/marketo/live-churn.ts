/** Changes that go on while the simulator runs, at a steady pace in real time. */
import { type ChurnMix, type ChurnReport, createChurn } from '@/simulators/marketo/store/churn';
import type { WorldContext } from '@/simulators/marketo/store/state';

export type LiveChurnOptions = { perSecond: number; seed?: number; mix?: ChurnMix };
export type LiveChurn = {
  /** Takes the place of the one that runs. */
  start(options: LiveChurnOptions): void;
  /** What was changed since `start`. */
  stop(): ChurnReport;
  report(): ChurnReport;
};

const everyMs = 50;

export function createLiveChurn(context: WorldContext): LiveChurn {
  let timer: NodeJS.Timeout | undefined;
  let report: ChurnReport = { changes: 0, byKind: {} };

  function stop(): ChurnReport {
    clearInterval(timer);
    timer = undefined;
    return report;
  }

  return {
    stop,
    report: () => report,
    start: ({ perSecond, ...options }) => {
      stop();
      if (!(perSecond > 0)) throw new Error('perSecond must be above 0');
      const change = createChurn(context, options);
      const startedMs = performance.now();
      report = { changes: 0, byKind: {} };
      timer = setInterval(() => {
        // By the time that passed, so that a slow moment is caught up and the pace holds.
        const due = Math.floor(((performance.now() - startedMs) / 1000) * perSecond);
        while (report.changes < due) {
          const kind = change();
          report.changes++;
          report.byKind[kind] = (report.byKind[kind] ?? 0) + 1;
        }
      }, everyMs);
    },
  };
}
