import { describe, expect, it } from 'vitest';
import { defaultLogging, type LoggingSettings, loggingOf } from './model';

const rollUp = { Lead: true, Contact: true, Account: true, Opportunity: true };
const team: LoggingSettings = { ...defaultLogging, apiSharePercent: 20, onNoMatch: 'create-lead', rollUp };
const own: LoggingSettings = {
  ...defaultLogging,
  apiSharePercent: 100,
  onNoMatch: 'create-contact',
  onDuplicate: 'all',
  subjectTemplate: 'Mine',
};

describe('whose choices count for a seller', () => {
  it.each<[string, Parameters<typeof loggingOf>, LoggingSettings]>([
    ['the usual ones before anybody chose', [null, null], defaultLogging],
    ['the team’s where they count for everybody', [{ settings: team, teamWide: true }, own], team],
    ['the team’s until the seller has chosen', [{ settings: team, teamWide: false }, null], team],
    [
      'the own ones, but for what an admin alone chooses',
      [{ settings: team, teamWide: false }, own],
      { ...own, apiSharePercent: 20, onNoMatch: 'create-lead', rollUp },
    ],
  ])('%s', (_, given, expected) => {
    expect(loggingOf(...given)).toEqual(expected);
  });
});
