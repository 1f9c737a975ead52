/** Which versions there are, what one of them offers, and how much of the budget is left. */
import { type Answer, jsonAnswer } from '@/simulators/core/http';
import { type Instance, type Route, route } from '@/simulators/salesforce/instance';

const seasons = ['Spring', 'Summer', 'Winter'];

/** The list needs no token. */
export function answerVersions(instance: Instance): Answer {
  const { oldest, newest } = instance.settings.apiVersions;
  const versions = Array.from({ length: newest - oldest + 1 }, (_, index) => oldest + index);
  const shown = versions.map((version) => ({
    label: labelOf(version),
    url: `/services/data/v${version}.0`,
    version: `${version}.0`,
  }));
  return jsonAnswer(200, shown);
}

export const versionRoutes: Route[] = [
  route('GET', '', (instance, { apiPath, userId }) => ({
    status: 200,
    body: {
      sobjects: `${apiPath}/sobjects`,
      query: `${apiPath}/query`,
      queryAll: `${apiPath}/queryAll`,
      composite: `${apiPath}/composite`,
      limits: `${apiPath}/limits`,
      identity: `/id/${instance.org.orgId}/${userId}`,
    },
  })),
  route('GET', '/limits', ({ usage, settings }) => {
    const max = settings.limits.dailyRequests;
    const remaining = Math.max(0, max - usage.used());
    return {
      status: 200,
      body: {
        DailyApiRequests: { Max: max, Remaining: remaining },
        DailyBulkV2QueryJobs: { Max: 10_000, Remaining: 10_000 },
        DataStorageMB: { Max: 1024, Remaining: 1000 },
        FileStorageMB: { Max: 1024, Remaining: 1024 },
      },
    };
  }),
];

/** 67 is Summer '26; there are three a year, and Winter is named for the year to come. */
function labelOf(version: number): string {
  const steps = version - 66;
  const season = ((steps % 3) + 3) % 3;
  const year = 26 + Math.floor(steps / 3) + (season === 2 ? 1 : 0);
  return `${seasons[season]} '${year}`;
}
