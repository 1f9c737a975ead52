/** What every org has from the start: itself, its users and queues, and the words of the task picklists. */
import { sfdcId } from '@/simulators/core/salesforce-ids';
import { queues } from '@/simulators/marketo/seed/words';
import type { Settings, SimulatedUser } from '@/simulators/salesforce/options';
import type { Org } from '@/simulators/salesforce/store/org';
import type { Row } from '@/simulators/salesforce/store/store';

export function loadOrgRecords(org: Org, settings: Settings): void {
  const common = systemValues(org);
  for (const user of settings.users) putUser(org, user);
  for (const [index, name] of queues.entries())
    org.store.put('Group', { ...common, Id: sfdcId('00G', index + 1), Name: name, Type: 'Queue' });
  org.store.put('Organization', {
    ...common,
    Id: org.orgId,
    Name: settings.orgName,
    IsSandbox: settings.sandbox,
    InstanceName: 'SIM1',
    OrganizationType: 'Enterprise Edition',
    TimeZoneSidKey: 'Europe/Berlin',
    LanguageLocaleKey: 'en_US',
  });
  for (const [index, { label, apiName, closed, byDefault }] of org.vocabulary.statuses.entries()) {
    const word = { MasterLabel: label, ApiName: apiName, SortOrder: index + 1, IsDefault: byDefault, IsClosed: closed };
    org.store.put('TaskStatus', { ...common, Id: sfdcId('01N', index + 1), ...word });
  }
  for (const [index, { label, apiName, high, byDefault }] of org.vocabulary.priorities.entries()) {
    const word = { MasterLabel: label, ApiName: apiName, SortOrder: index + 1, IsDefault: byDefault };
    org.store.put('TaskPriority', { ...common, Id: sfdcId('04x', index + 1), ...word, IsHighPriority: high });
  }
}

export function putUser(org: Org, user: SimulatedUser): void {
  const [first = '', ...others] = user.name.split(' ');
  org.store.put('User', {
    ...systemValues(org),
    Id: user.id,
    Username: user.username,
    Email: user.email,
    FirstName: first,
    LastName: others.join(' '),
    Name: user.name,
    IsActive: user.active,
    TimeZoneSidKey: 'Europe/Berlin',
    LocaleSidKey: 'en_US',
    ProfileId: sfdcId('00e', 1),
    UserType: 'Standard',
  });
}

function systemValues(org: Org): Row {
  const stamp = org.clock.now().toISOString();
  const who = sfdcId('005', 900);
  return {
    IsDeleted: false,
    CreatedDate: stamp,
    CreatedById: who,
    LastModifiedDate: stamp,
    LastModifiedById: who,
    SystemModstamp: stamp,
  };
}
