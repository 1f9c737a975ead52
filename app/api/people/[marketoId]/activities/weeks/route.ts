import { z } from 'zod';
import { loadWeeks } from '@/lib/activity-grid/service';
import { route } from '@/lib/http/route';

const Params = z.object({ marketoId: z.coerce.number().int().positive() });

export const GET = route({ role: 'user', params: Params }, (ctx, { params }) => loadWeeks(ctx, params.marketoId));
