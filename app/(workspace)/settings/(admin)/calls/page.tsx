import type { Metadata } from 'next';
import { CallSettingsPage } from '@/components/calls/call-settings-page';

export const metadata: Metadata = { title: 'Calls' };

export default function Page() {
  return <CallSettingsPage />;
}
