'use client';

import Link from 'next/link';
import { usePathname } from 'next/navigation';
import { OpenProblems } from '@/components/diagnostics/open-problems';
import { cn } from '@/components/ui/class-names';
import { Keys } from '@/components/ui/keys';
import type { PageLink } from './pages';

type SideNavProps = { pages: PageLink[]; onNavigate?: () => void };

export function SideNav({ pages, onNavigate }: SideNavProps) {
  const groups = [...new Set(pages.map((page) => page.group))];
  return (
    <nav aria-label="Main" className="grid gap-4">
      {groups.map((group) => (
        <div key={group ?? 'first'}>
          {group ? <p className="mb-1 px-2 font-medium text-faint text-xs">{group}</p> : null}
          <ul className="grid gap-0.5">
            {pages
              .filter((page) => page.group === group)
              .map((page) => (
                <li key={page.href}>
                  <NavLink page={page} onNavigate={onNavigate} />
                </li>
              ))}
          </ul>
        </div>
      ))}
    </nav>
  );
}

function NavLink({ page, onNavigate }: { page: PageLink; onNavigate?: () => void }) {
  const pathname = usePathname();
  const current = pathname === page.href || pathname.startsWith(`${page.href}/`);
  return (
    <Link
      href={page.href}
      onClick={onNavigate}
      aria-current={current ? 'page' : undefined}
      className={cn(
        'group flex h-7 items-center gap-2 rounded-md px-2 text-muted hover:bg-hover hover:text-fg',
        current && 'bg-hover font-medium text-fg',
      )}
    >
      <page.icon aria-hidden className="size-4 shrink-0" />
      {page.title}
      {page.counts ? <OpenProblems /> : null}
      {page.shortcut ? (
        <Keys keys={page.shortcut} className="ml-auto hidden group-hover:inline-flex group-focus-visible:inline-flex" />
      ) : null}
    </Link>
  );
}
