'use client';

import { ChevronDown, ChevronRight, RotateCw } from 'lucide-react';
import Link from 'next/link';
import { useEffect, useRef } from 'react';
import { ProviderWords } from '@/components/deliveries/provider-words';
import { peopleText } from '@/components/people/count-text';
import { errorSentence } from '@/components/shell/error-state';
import { Badge } from '@/components/ui/badge';
import { Button } from '@/components/ui/button';
import { Card, CardBody, CardHeader } from '@/components/ui/card';
import { RelativeTime } from '@/components/ui/relative-time';
import type { ProblemView } from '@/lib/diagnostics/contract';
import { solverTitles } from '@/lib/diagnostics/model';
import { urlWithQuery } from '@/lib/http/fetch-json';
import { destinationTitles } from '@/lib/sales-activities/model';
import { ProblemCases } from './problem-cases';
import { useRetryProblem } from './queries';
import { deliveriesText, sellersText } from './words';

type ProblemCardProps = {
  problem: ProblemView;
  isAdmin: boolean;
  seller: string | undefined;
  /** Whether its deliveries are shown. */
  isShown: boolean;
  onShow(shown: boolean): void;
  onOpen(salesActivityId: string): void;
};

/** One cause why deliveries fail: what it means, whose job it is, what it stops, and a way to try again. */
export function ProblemCard({ problem, isAdmin, seller, isShown, onShow, onOpen }: ProblemCardProps) {
  const { id, cause, destination, code, detail, message, closedAt } = problem;
  const casesId = `cases-${id}`;
  const wasAskedFor = useRef(isShown);
  const card = useRef<HTMLElement>(null);
  // Where an address leads to it, it is what one came for.
  useEffect(() => {
    if (wasAskedFor.current) card.current?.scrollIntoView({ block: 'start' });
  }, []);
  return (
    <Card ref={card} aria-labelledby={id}>
      <CardHeader>
        <h3 id={id} className="flex flex-wrap items-center gap-2 font-semibold text-sm">
          {cause.title} <Badge>{destinationTitles[destination]}</Badge>
        </h3>
        {closedAt === null ? <RetryButton problem={problem} seller={seller} /> : <Badge tone="good">Closed</Badge>}
      </CardHeader>
      <CardBody className="grid gap-2">
        <p>{cause.meaning}</p>
        <p>
          <span className="font-medium">What to do:</span> {cause.remedy}{' '}
          {cause.settings ? (
            <Link href={cause.settings.href} className="text-accent-fg underline">
              {cause.settings.title}
            </Link>
          ) : null}
        </p>
        <p>
          <span className="font-medium">Whose job it is:</span> {solverTitles[cause.solver]}.
        </p>
        <ProviderWords code={code} detail={detail} message={message} />
        <Standing problem={problem} isAdmin={isAdmin} />
        {closedAt === null ? (
          <div className="flex flex-wrap items-center gap-x-4 gap-y-1">
            <Button
              size="sm"
              variant="ghost"
              aria-expanded={isShown}
              aria-controls={casesId}
              onClick={() => onShow(!isShown)}
            >
              {isShown ? <ChevronDown aria-hidden /> : <ChevronRight aria-hidden />}
              {deliveriesText(problem.deliveries)}
            </Button>
            <Link href={activitiesHref(problem, seller)} className="text-accent-fg underline">
              Show in Sales activities<span className="sr-only">: {cause.title}</span>
            </Link>
          </div>
        ) : null}
        <div id={casesId}>
          {isShown ? (
            <ProblemCases id={id} seller={seller} isAdmin={isAdmin} title={cause.title} onOpen={onOpen} />
          ) : null}
        </div>
      </CardBody>
    </Card>
  );
}

/** The log, kept to what the problem stops. */
function activitiesHref({ id, destination }: ProblemView, seller: string | undefined) {
  return urlWithQuery('/sales-activities', { seller, destination, problem: id });
}

function Standing({ problem, isAdmin }: { problem: ProblemView; isAdmin: boolean }) {
  const { since, lastSeenAt, closedAt, people, sellers, next, nextAt } = problem;
  if (closedAt !== null) {
    return (
      <p className="text-muted">
        {next} Open since <RelativeTime value={since} />, closed <RelativeTime value={closedAt} />
      </p>
    );
  }
  return (
    <>
      <p className="text-muted tabular-nums">
        {peopleText(people)}
        {isAdmin ? `, ${sellersText(sellers)}` : ''}; since <RelativeTime value={since} />, last seen{' '}
        <RelativeTime value={lastSeenAt} />
      </p>
      <p>
        {next}{' '}
        {nextAt ? (
          <span className="text-muted">
            Next try <RelativeTime value={nextAt} />
          </span>
        ) : null}
      </p>
    </>
  );
}

function RetryButton({ problem, seller }: { problem: ProblemView; seller: string | undefined }) {
  const retry = useRetryProblem(seller);
  return (
    <div className="flex flex-wrap items-center gap-2">
      <p role="status" className={retry.error ? 'text-bad-fg' : 'sr-only'}>
        {retry.error ? errorSentence(retry.error) : ''}
        {retry.data
          ? `${deliveriesText(retry.data.deliveries)} ${retry.data.deliveries === 1 ? 'is' : 'are'} tried again.`
          : ''}
      </p>
      <Button size="sm" disabled={retry.isPending} onClick={() => retry.mutate(problem.id)}>
        <RotateCw aria-hidden />
        {retry.isPending ? 'Trying again…' : `Try ${problem.deliveries === 1 ? 'it' : 'all'} again`}
        <span className="sr-only">: {problem.cause.title}</span>
      </Button>
    </div>
  );
}
