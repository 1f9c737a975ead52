import { AppError } from '@/lib/errors';
import { route } from '@/lib/http/route';

const notFound = route({ role: 'public' }, async () => {
  throw new AppError('not_found', 'There is no such API route.');
});

export const GET = notFound;
export const POST = notFound;
export const PUT = notFound;
export const PATCH = notFound;
export const DELETE = notFound;
