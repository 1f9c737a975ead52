import type { ComponentProps } from 'react';
import { cn } from './class-names';

// Each row a paragraph, its cells one after another as they fit; the titles are still read out.
const stacked =
  'max-md:block max-md:[&_tbody]:block max-md:[&_thead]:sr-only max-md:[&_tr]:flex max-md:[&_tr]:flex-wrap max-md:[&_tr]:items-center max-md:[&_tr]:gap-x-4 max-md:[&_tr]:gap-y-0.5 max-md:[&_tr]:py-2.5 max-md:[&_:is(td,th)]:h-auto max-md:[&_:is(td,th)]:min-w-0 max-md:[&_:is(td,th)]:p-0';

/** For a table as wide as the page: its text begins and ends where that of the page's head does. */
export const pageEdges = 'md:[&_:is(td,th):first-child]:pl-4 md:[&_:is(td,th):last-child]:pr-4';

type TableProps = ComponentProps<'table'> & { /** Stacks the cells of a row on a narrow screen. */ stacks?: boolean };

/** Scrolls sideways inside itself on a narrow screen. Give it an `aria-label` or a caption. */
export function Table({ stacks = false, className, ...props }: TableProps) {
  return (
    <div className="relative w-full overflow-x-auto">
      <table className={cn('w-full border-collapse text-left', stacks && stacked, className)} {...props} />
    </div>
  );
}

export function TableHead({ className, ...props }: ComponentProps<'thead'>) {
  return <thead className={cn('text-muted text-xs', className)} {...props} />;
}

/** The head of a table whose columns have a title each. */
export function TableTitles({ titles }: { titles: readonly string[] }) {
  return (
    <TableHead>
      <TableRow>
        {titles.map((title) => (
          <TableHeader key={title}>{title}</TableHeader>
        ))}
      </TableRow>
    </TableHead>
  );
}

export function TableBody(props: ComponentProps<'tbody'>) {
  return <tbody {...props} />;
}

export function TableRow({ className, ...props }: ComponentProps<'tr'>) {
  return <tr className={cn('border-b last:border-b-0', className)} {...props} />;
}

export function TableHeader({ className, scope = 'col', ...props }: ComponentProps<'th'>) {
  return <th scope={scope} className={cn('h-8 whitespace-nowrap px-3 font-medium', className)} {...props} />;
}

export function TableCell({ className, ...props }: ComponentProps<'td'>) {
  return <td className={cn('h-9 px-3 py-1.5 align-middle', className)} {...props} />;
}
