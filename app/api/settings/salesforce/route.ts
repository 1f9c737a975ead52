import { route } from '@/lib/http/route';
import { readSalesforceApp, saveSalesforceApp } from '@/lib/salesforce-connections/app';
import { SalesforceAppInput, SalesforceAppView } from '@/lib/salesforce-connections/contract';

export const GET = route(
  { role: 'admin', summary: 'The Salesforce client app, never its secret', answer: SalesforceAppView },
  (ctx) => readSalesforceApp(ctx),
);
export const PUT = route(
  {
    role: 'admin',
    summary: 'Stores the client app; with another one everybody has to sign in again',
    answer: SalesforceAppView,
    body: SalesforceAppInput,
  },
  (ctx, { body }) => saveSalesforceApp(ctx, body),
);
