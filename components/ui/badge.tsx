import { cva } from 'class-variance-authority';
import type { ComponentProps } from 'react';
import { cn } from './class-names';

const badgeClass = cva(
  'inline-flex items-center gap-1 rounded px-1.5 py-px text-xs font-medium whitespace-nowrap forced-colors:border [&_svg]:size-3',
  {
    variants: {
      tone: {
        neutral: 'bg-hover text-muted',
        info: 'bg-info-bg text-info-fg',
        good: 'bg-good-bg text-good-fg',
        warn: 'bg-warn-bg text-warn-fg',
        bad: 'bg-bad-bg text-bad-fg',
      },
    },
    defaultVariants: { tone: 'neutral' },
  },
);

type BadgeProps = ComponentProps<'span'> & { tone?: 'neutral' | 'info' | 'good' | 'warn' | 'bad' };

export function Badge({ tone, className, ...props }: BadgeProps) {
  return <span className={cn(badgeClass({ tone }), className)} {...props} />;
}
