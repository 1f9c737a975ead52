import type { Metadata } from 'next';
import { ReconcilePage } from '@/components/reconcile/reconcile-page';

export const metadata: Metadata = { title: 'Compare' };

export default function Page() {
  return <ReconcilePage />;
}
