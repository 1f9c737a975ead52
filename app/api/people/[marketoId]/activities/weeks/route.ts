import { loadWeeks } from '@/lib/activity-grid/service';
import { route } from '@/lib/http/route';
import { PersonParams } from '@/lib/people/contract';

export const GET = route({ role: 'user', params: PersonParams }, (ctx, { params }) => loadWeeks(ctx, params.marketoId));
