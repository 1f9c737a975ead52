import { clientAddress } from '@/lib/auth/address';
import { SetupDone, SetupInput } from '@/lib/auth/contract';
import { setUpFirstAdmin } from '@/lib/auth/first-admin';
import { route } from '@/lib/http/route';

export const POST = route(
  {
    role: 'public',
    summary: "Makes the first admin with the one-time link's token",
    answer: SetupDone,
    body: SetupInput,
  },
  (ctx, { body, request }) =>
    setUpFirstAdmin(ctx, { ...body, address: clientAddress(request.headers.get('x-forwarded-for')) }),
);
