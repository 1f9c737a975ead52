/** The simulated Marketo as a test changes it: over HTTP, the way somebody else's system would. */
import { control, type Fault } from './control.ts';
import { marketoUrl } from './world.ts';

export type NewPerson = Partial<
  Record<
    'firstName' | 'lastName' | 'email' | 'title' | 'company' | 'phone' | 'linkedInProfileURL' | 'leadSource',
    string
  >
>;
export type NewActivity = {
  leadId: number;
  activityTypeId: number;
  activityDate?: string;
  primaryAttributeValue?: string;
  attributes?: Record<string, string | number>;
};

/** The ids of activity types of the simulated instance. */
export const activityTypeIds = {
  visitWebpage: 1,
  sendEmail: 6,
  openEmail: 10,
  interestingMoment: 46,
  salesCall: 60,
} as const;

export class Marketo {
  readonly createPerson = (person: NewPerson) => this.world<number>('createLead', person);
  readonly updatePerson = (id: number, change: Record<string, unknown>) => this.world('updateLead', id, change);
  readonly deletePerson = (id: number) => this.world('deleteLead', id);
  readonly mergePeople = (winnerId: number, loserId: number) => this.world('mergeLeads', winnerId, [loserId]);
  readonly addActivity = (activity: NewActivity) => this.world<string>('addActivity', activity);
  readonly addOpportunityRole = (leadId: number) => this.world<string>('addOpportunityRole', { leadId });
  readonly addFault = (fault: Fault) => this.control('POST', 'faults', fault);
  readonly clearFaults = () => this.control('DELETE', 'faults');
  /** How many activities of custom types, which are ours, a person has. */
  async deliveredTo(leadId: number): Promise<number> {
    const all = await this.world<{ leadId: number; typeId: number }[]>('activities');
    return all.filter((one) => one.leadId === leadId && one.typeId > 100_000).length;
  }

  /** What the role of our API user lacks from now on. */
  readonly deny = (permissions: string[]) => this.control('POST', 'denied', { permissions });

  /** Without an owner the person leaves the list; with one he or she enters it. */
  async giveOwner(id: number) {
    const [owner] = await this.world<{ id: string; name: string }[]>('users');
    if (!owner) throw new Error('The simulated Marketo has no users.');
    await this.world('setOwner', id, owner.id);
    return owner;
  }

  takeOwner(id: number) {
    return this.world('setOwner', id, null);
  }

  private world<T>(verb: string, ...args: unknown[]) {
    return this.control<T>('POST', `world/${verb}`, { args });
  }

  private control<T>(method: string, path: string, body?: unknown) {
    return control<T>(marketoUrl(), method, path, body);
  }
}
