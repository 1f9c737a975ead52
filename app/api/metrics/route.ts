import { route } from '@/lib/http/route';
import { expositionType } from '@/lib/metrics/model';
import { readMetrics } from '@/lib/metrics/service';

export const GET = route(
  { role: 'metrics', summary: 'Figures for a monitor, as Prometheus text', answer: 'text' },
  async (ctx) => {
    const text = await readMetrics(ctx);
    return new Response(text, { headers: { 'content-type': expositionType, 'cache-control': 'no-store' } });
  },
);
