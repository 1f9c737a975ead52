import { readiness } from '@/lib/http/readiness';
import { route } from '@/lib/http/route';

export const GET = route({ role: 'public' }, async (ctx) => {
  const report = await readiness(ctx);
  return Response.json(report, { status: report.ready ? 200 : 503, headers: { 'cache-control': 'no-store' } });
});
