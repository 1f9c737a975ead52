import type { Metadata } from 'next';
import { CallBudgetPage } from '@/components/call-budget/call-budget-page';

export const metadata: Metadata = { title: 'Marketo API calls' };

export default function Page() {
  return <CallBudgetPage />;
}
