import { Check, Circle } from 'lucide-react';
import { cn } from '@/components/ui/class-names';
import { passwordRules, unmetPasswordRules } from '@/lib/auth/password-policy';

/** The rules for a new password, ticked as they are met. */
export function PasswordChecklist({ password }: { password: string }) {
  const unmet = new Set(unmetPasswordRules(password).map((rule) => rule.id));
  const shown = passwordRules.filter((rule) => rule.id !== 'longest' || unmet.has('longest'));
  return (
    <ul aria-label="Password rules" className="grid gap-1">
      {shown.map((rule) => {
        const met = !unmet.has(rule.id);
        const Icon = met ? Check : Circle;
        return (
          <li key={rule.id} className={cn('flex items-center gap-1.5', met && 'text-good-fg')}>
            <Icon aria-hidden className="size-3.5" />
            {rule.label}
            <span className="sr-only">{met ? ' (met)' : ' (missing)'}</span>
          </li>
        );
      })}
    </ul>
  );
}
