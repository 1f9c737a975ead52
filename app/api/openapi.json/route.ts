import { z } from 'zod';
import document from '@/docs/openapi.json';
import { route } from '@/lib/http/route';

// The committed copy; app/api/openapi.test.ts proves that it says what the routes are.
export const GET = route(
  { role: 'user', summary: 'This document', answer: z.record(z.string(), z.unknown()) },
  async () => document,
);
