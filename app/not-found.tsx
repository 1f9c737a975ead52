import { MapPinOff } from 'lucide-react';
import Link from 'next/link';
import { EmptyState } from '@/components/shell/empty-state';
import { PageHeader } from '@/components/shell/page-header';
import { Button } from '@/components/ui/button';

export default function NotFound() {
  return (
    <main>
      <PageHeader title="Page not found" />
      <EmptyState
        icon={MapPinOff}
        title="There is no such page"
        action={
          <Button asChild>
            <Link href="/people">Go to People</Link>
          </Button>
        }
      >
        The address may be mistyped, or what it led to is gone.
      </EmptyState>
    </main>
  );
}
