import { CircleCheck, TriangleAlert, X } from 'lucide-react';
import { Button } from '@/components/ui/button';
import { cn } from '@/components/ui/class-names';
import { type LoginResult, loginSentences } from '@/lib/salesforce-connections/model';

type LoginResultNoticeProps = { result: LoginResult; onClose(): void };

/** What the login came to that has just come back, until it is put away. */
export function LoginResultNotice({ result, onClose }: LoginResultNoticeProps) {
  const good = result === 'connected';
  const Icon = good ? CircleCheck : TriangleAlert;
  return (
    <div
      role={good ? 'status' : 'alert'}
      className={cn(
        'flex items-start gap-2 border-b px-4 py-2',
        good ? 'bg-good-bg text-good-fg' : 'bg-warn-bg text-warn-fg',
      )}
    >
      <Icon aria-hidden className="mt-0.5 size-4 shrink-0" />
      <p className="min-w-0 grow">{loginSentences[result]}</p>
      <Button variant="ghost" size="icon" aria-label="Put this away" className="-my-0.5 text-current" onClick={onClose}>
        <X aria-hidden />
      </Button>
    </div>
  );
}
