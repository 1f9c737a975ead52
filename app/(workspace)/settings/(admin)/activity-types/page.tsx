import type { Metadata } from 'next';
import { ActivityTypesPage } from '@/components/activity-types/activity-types-page';

export const metadata: Metadata = { title: 'Marketo activities' };

export default function Page() {
  return <ActivityTypesPage />;
}
