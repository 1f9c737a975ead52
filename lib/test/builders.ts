import type { PersonReading } from '../people/model';

/** A reading of an owned contact; say only what the test is about. */
export function aReading(given: Partial<PersonReading> & { marketoId: number }): PersonReading {
  return {
    firstName: 'Ada',
    lastName: 'Lovelace',
    email: `ada.${given.marketoId}@example.com`,
    title: 'Analyst',
    company: 'Engines Ltd',
    phone: null,
    linkedinUrl: null,
    source: 'Web',
    sfdcContactId: '0035g00000AbCdEAAV',
    sfdcLeadId: null,
    sfdcAccountId: null,
    sfdcOpportunityId: null,
    owner: { sfdcId: '0055g00000XyZaBAAV', name: 'Olive Owner' },
    marketoCreatedAt: new Date('2026-01-01T00:00:00Z'),
    marketoUpdatedAt: new Date('2026-02-01T00:00:00Z'),
    readAt: new Date('2026-03-01T00:00:00Z'),
    ...given,
  };
}
