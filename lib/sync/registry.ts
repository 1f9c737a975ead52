/** Every job once: what it is called, when it runs, and the code. Cron, worker, admin page and tests read this. */
import type { Provider } from '../provider-fault';
import type { Job } from './engine';
import { deliverToMarketo } from './jobs/deliver-to-marketo';
import { deliverToSalesforce } from './jobs/deliver-to-salesforce';
import { discoverPeople } from './jobs/discover-people';
import { followPeople } from './jobs/follow-people';
import { loadPeople } from './jobs/load-people';
import { makeActivityTypes } from './jobs/make-activity-types';
import { readOpportunities } from './jobs/read-opportunities';
import { reconcilePeople } from './jobs/reconcile-people';
import { refreshPeople } from './jobs/refresh-people';
import { sweepPeople } from './jobs/sweep-people';
import { tendSalesforce } from './jobs/tend-salesforce';
import type { JobName } from './model';

export type RegisteredJob = {
  job: Job<unknown>;
  /** Whose health its runs tell. */
  provider: Provider;
  title: string;
  purpose: string;
  /** Five-field cron, UTC. */
  cron: string;
  /** The same in words. */
  schedule: string;
};

export const registry: Record<JobName, RegisteredJob> = {
  'load-people': {
    job: loadPeople,
    provider: 'marketo',
    title: 'First load',
    purpose: 'Reads every person once and notes where the change feeds stood before.',
    cron: '* * * * *',
    schedule: 'once after Start sync; goes on every minute until it is done',
  },
  'read-opportunities': {
    job: readOpportunities,
    provider: 'marketo',
    title: 'Opportunities',
    purpose: 'Reads which Salesforce opportunity each contact has a role in.',
    cron: '*/5 * * * *',
    schedule: 'after the first load, then every week',
  },
  'follow-people': {
    job: followPeople,
    provider: 'marketo',
    title: 'Change feeds',
    purpose: 'Asks Marketo who changed, was created, merged or deleted.',
    cron: '* * * * *',
    schedule: 'every minute',
  },
  'refresh-people': {
    job: refreshPeople,
    provider: 'marketo',
    title: 'Refresh',
    purpose: 'Reads the people the feeds named again, 300 at a time.',
    cron: '* * * * *',
    schedule: 'after the change feeds, and every minute',
  },
  'sweep-people': {
    job: sweepPeople,
    provider: 'marketo',
    title: 'Sweep',
    purpose: 'Reads everybody in the list again to find what the feeds do not tell.',
    cron: '15 3 * * *',
    schedule: 'every night at 03:15 UTC, spread over four hours',
  },
  'discover-people': {
    job: discoverPeople,
    provider: 'marketo',
    title: 'Discovery',
    purpose: 'Looks for people who gained an owner without a word in the feeds.',
    cron: '*/5 * * * *',
    schedule: 'hourly or daily by an export, and every week by ID',
  },
  'reconcile-people': {
    job: reconcilePeople,
    provider: 'marketo',
    title: 'Comparison',
    purpose: 'Compares the list with Marketo by checksums, and changes nobody by itself.',
    cron: '*/5 * * * *',
    schedule: 'every night at 04:30 UTC one range in fourteen; all of them when asked',
  },
  'deliver-to-marketo': {
    job: deliverToMarketo,
    provider: 'marketo',
    title: 'Deliveries to Marketo',
    purpose: 'Sends sales activities to Marketo, up to 300 at a time.',
    cron: '* * * * *',
    schedule: 'seconds after an activity, and every minute',
  },
  'make-activity-types': {
    job: makeActivityTypes,
    provider: 'marketo',
    title: 'Activity types in Marketo',
    purpose: 'Makes the custom activity types by which sales activities are delivered to Marketo.',
    cron: '*/5 * * * *',
    schedule: 'when an admin asks; goes on every five minutes until it is done',
  },
  'deliver-to-salesforce': {
    job: deliverToSalesforce,
    provider: 'salesforce',
    title: 'Deliveries to Salesforce',
    purpose: 'Sends sales activities to Salesforce as tasks, up to 200 at a time for each connection.',
    cron: '* * * * *',
    schedule: 'seconds after an activity, and every minute',
  },
  'tend-salesforce': {
    job: tendSalesforce,
    provider: 'salesforce',
    title: 'Salesforce connections',
    purpose: 'Keeps seldom used connections alive, looks daily what the org offers, and asks whether calls may go on.',
    cron: '*/15 * * * *',
    schedule: 'every 15 minutes',
  },
};
