import { z } from 'zod';
import { AppError } from '@/lib/errors';
import { route } from '@/lib/http/route';

const notFound = route({ role: 'public', summary: 'Whatever is not an API route', answer: z.never() }, async () => {
  throw new AppError('not_found', 'There is no such API route.');
});

export const GET = notFound;
export const POST = notFound;
export const PUT = notFound;
export const PATCH = notFound;
export const DELETE = notFound;
