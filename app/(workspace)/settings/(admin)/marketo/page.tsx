import type { Metadata } from 'next';
import { MarketoSettingsPage } from '@/components/settings/marketo-settings-page';

export const metadata: Metadata = { title: 'Marketo settings' };

export default function Page() {
  return <MarketoSettingsPage />;
}
