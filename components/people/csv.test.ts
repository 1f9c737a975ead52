import { describe, expect, it } from 'vitest';
import type { PersonView } from '@/lib/people/contract';
import { csvFromPeople } from './csv';

const nobody: PersonView = {
  marketoId: 7,
  firstName: null,
  lastName: null,
  email: null,
  title: null,
  company: null,
  phone: null,
  linkedinUrl: null,
  source: null,
  sfdcContactId: null,
  sfdcLeadId: null,
  sfdcAccountId: null,
  sfdcOpportunityId: null,
  owner: { sfdcId: null, name: null },
  syncedAt: '2026-03-02T09:00:00.000Z',
  createdAt: null,
  updatedAt: null,
};

const firstNameCell = (firstName: string) => {
  const csv = csvFromPeople([{ ...nobody, firstName }]);
  const line = csv.slice(csv.indexOf('\r\n') + 2);
  return line.slice('7,'.length, -',,,,,,,,,,,,\r\n'.length);
};

describe('csvFromPeople', () => {
  it('writes the 13 fields and the owner, one line a person, without a byte order mark', () => {
    const csv = csvFromPeople([{ ...nobody, lastName: 'Öz', owner: { sfdcId: '005', name: 'Kim' } }]);
    expect(csv).toBe(
      'Marketo ID,First name,Last name,E-mail,Title,Company,Phone,LinkedIn URL,Source,Salesforce contact ID,' +
        'Salesforce lead ID,Salesforce account ID,Salesforce opportunity ID,Owner\r\n7,,Öz,,,,,,,,,,,Kim\r\n',
    );
  });

  it.each([
    ['plain', 'plain'],
    ['a,b', '"a,b"'],
    ['say "hi"', '"say ""hi"""'],
    ['two\nlines', '"two\nlines"'],
    ['=1+1', "'=1+1"],
    ['+49 30 1', "'+49 30 1"],
    ['-2', "'-2"],
    ['@SUM(A1)', "'@SUM(A1)"],
    ['\tx', "'\tx"],
    ['\rx', '"\'\rx"'],
    ['=HYPERLINK("http://x","y")', '"\'=HYPERLINK(""http://x"",""y"")"'],
    ['a=b', 'a=b'],
  ])('writes %j as %j', (value, expected) => {
    expect(firstNameCell(value)).toBe(expected);
  });

  it('is only the header for nobody', () => {
    expect(csvFromPeople([]).split('\r\n')).toHaveLength(2);
  });
});
