import { DiagnosticsQuery, DiagnosticsView } from '@/lib/diagnostics/contract';
import { readDiagnostics } from '@/lib/diagnostics/service';
import { route } from '@/lib/http/route';

export const GET = route(
  {
    role: 'user',
    summary: 'Why deliveries fail, and what each cause stops; sellers see what stops their own',
    query: DiagnosticsQuery,
    answer: DiagnosticsView,
  },
  (ctx, { query }) => readDiagnostics(ctx, query),
);
