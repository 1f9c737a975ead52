import { SellersView } from '@/lib/deliveries/contract';
import { listSellers } from '@/lib/deliveries/service';
import { route } from '@/lib/http/route';

export const GET = route(
  { role: 'admin', summary: 'Whose sales activities can be looked at', answer: SellersView },
  (ctx) => listSellers(ctx),
);
