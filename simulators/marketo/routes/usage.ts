/** The instance's own count of calls and errors, by day of US Central Time. */
import { type Instance, type Route, route } from '@/simulators/marketo/instance';
import type { DayCounts } from '@/simulators/marketo/limits';

export const usageRoutes: Route[] = [
  route('GET', '/rest/v1/stats/usage.json', ({ limiter }) => ({
    body: { result: limiter.days().slice(-1).map(usage) },
  })),
  route('GET', '/rest/v1/stats/usage/last7days.json', (instance) => ({
    body: { result: lastWeek(instance).map(usage) },
  })),
  route('GET', '/rest/v1/stats/errors.json', ({ limiter }) => ({
    body: { result: limiter.days().slice(-1).map(errors) },
  })),
  route('GET', '/rest/v1/stats/errors/last7days.json', (instance) => ({
    body: { result: lastWeek(instance).map(errors) },
  })),
];

function lastWeek({ limiter }: Instance): DayCounts[] {
  return limiter.days().slice(-7).reverse();
}

function usage(day: DayCounts) {
  const users = Object.entries(day.users).map(([userId, count]) => ({ userId, count }));
  return { date: day.date, total: day.total, users };
}

function errors(day: DayCounts) {
  const counts = Object.entries(day.errors).map(([errorCode, count]) => ({ errorCode, count }));
  return { date: day.date, total: counts.reduce((sum, item) => sum + item.count, 0), errors: counts };
}
