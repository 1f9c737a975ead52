import type { Metadata } from 'next';
import { CallSettingsPage } from '@/components/calls/call-settings-page';

export const metadata: Metadata = { title: 'Call outcomes' };

export default function Page() {
  return <CallSettingsPage />;
}
