import { z } from 'zod';
import { route } from '@/lib/http/route';

export const GET = route(
  { role: 'public', summary: 'Answers while the process lives', answer: z.object({ status: z.string() }) },
  async () => ({ status: 'ok' }),
);
