import { route } from '@/lib/http/route';

export const GET = route({ role: 'public' }, async () => ({ status: 'ok' }));
