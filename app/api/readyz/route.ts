import { Readiness, readiness } from '@/lib/http/readiness';
import { route } from '@/lib/http/route';

export const GET = route(
  { role: 'public', summary: 'Whether this process can do its work, part by part; 503 when not', answer: Readiness },
  async (ctx) => {
    const report = await readiness(ctx);
    return Response.json(report, { status: report.ready ? 200 : 503, headers: { 'cache-control': 'no-store' } });
  },
);
