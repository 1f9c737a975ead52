/** What happens to people in the simulated Marketo: every way a person can come, change, go and come again. */
import type { MarketoSimulator } from '@/simulators/marketo/index';
import type { Dice } from './dice';
import type { Journal } from './journal';
import { anEmail, aSalesforceId, freshPerson, queues, textFields, textValue, users } from './people-values';

export type History = {
  /** One event, chosen by the dice. */
  happen(): void;
  /** Why the change feeds alone cannot tell everything that happened; null while they can. */
  feedsMissed(): string | null;
  /** The feeds were not asked for longer than Marketo keeps their rows. */
  feedsWereAwayTooLong(): void;
};

const minutes = (n: number) => n * 60_000;

const weights = {
  change: 30,
  create: 14,
  own: 8,
  disown: 6,
  queue: 4,
  convert: 6,
  merge: 6,
  delete: 6,
  recreate: 3,
  sameEmail: 3,
  role: 5,
  unrole: 2,
  crmDelete: 3,
  lateOwner: 5,
  wronglyMerged: 1,
  silentOwner: 2,
  noise: 8,
};
type Verb = keyof typeof weights;

export function createHistory(input: { marketo: MarketoSimulator; dice: Dice; journal: Journal }): History {
  const { marketo, dice, journal } = input;
  const { world } = marketo;
  const winners = new Set<number>();
  let missed: string | null = null;

  const verbs: Record<Verb, (id: number) => string | null> = {
    change(id) {
      const names = dice.some(textFields, dice.int(1, 4));
      world.updateLead(id, Object.fromEntries(names.map((name) => [name, textValue(dice, name)])));
      return names.join(', ');
    },
    create: () => `${world.createLead(freshPerson(dice))}`,
    own(id) {
      world.setOwner(id, dice.pick(users).id);
      return '';
    },
    disown(id) {
      if (world.lead(id)?.sfdcContactId) roles.delete(id);
      world.setOwner(id, null);
      return '';
    },
    queue(id) {
      world.setOwner(id, dice.pick(queues));
      return '';
    },
    convert(id) {
      const lead = world.lead(id);
      if (!lead?.sfdcLeadId || lead.sfdcContactId) return null;
      world.convertLead(id);
      return '';
    },
    merge(id) {
      const losers = dice.some(othersThan(id), dice.int(1, 3));
      if (losers.length === 0) return null;
      for (const loser of losers) if (winners.has(loser)) winners.add(id);
      world.mergeLeads(id, losers);
      winners.add(id);
      roles.set(
        id,
        [id, ...losers].flatMap((one) => roles.get(one) ?? []),
      );
      return `wins over ${losers.join(', ')}`;
    },
    delete(id) {
      remove(id);
      return '';
    },
    recreate(id) {
      const email = world.lead(id)?.email;
      remove(id);
      const person = freshPerson(dice);
      return `as ${world.createLead(typeof email === 'string' ? { ...person, email } : person)}`;
    },
    sameEmail(id) {
      const email = world.lead(id)?.email;
      const shared = typeof email === 'string' ? email : anEmail(dice);
      return `${world.createLead({ ...freshPerson(dice), email: shared })}`;
    },
    role(id) {
      if (!world.lead(id)?.sfdcContactId) return null;
      const role = { leadId: id, role: 'Influencer', isPrimary: dice.chance(0.4) };
      return world.addOpportunityRole(
        dice.chance(0.3) ? { ...role, externalOpportunityId: aSalesforceId('006', dice) } : role,
      );
    },
    unrole(id) {
      const known = roles.get(id)?.pop();
      if (!known) return null;
      world.removeOpportunityRole(id, known);
      return known;
    },
    crmDelete(id) {
      roles.delete(id);
      world.deleteFromSalesforce(id);
      return '';
    },
    /** The value is new at once; the log tells some minutes later, with the earlier date. */
    lateOwner(id) {
      const lead = world.lead(id);
      if (!lead?.sfdcLeadId && !lead?.sfdcContactId) return null;
      const owner = dice.pick(users);
      world.setOwner(id, owner.id, { silent: true });
      const commitAfterMs = dice.int(1, 25) * minutes(1);
      world.addActivity({ leadId: id, activityTypeId: 23, commitAfterMs, primaryAttributeValue: owner.name });
      return `logged ${commitAfterMs / minutes(1)} min late`;
    },
    /** A merge in the CRM can name the wrong winner: the log says so, but both people live on. */
    wronglyMerged(id) {
      const [loser] = dice.some(othersThan(id), 1);
      if (!loser) return null;
      world.addActivity({ leadId: id, activityTypeId: 32, attributes: { 'Merge IDs': `[${loser}]` } });
      return `said to have won over ${loser}`;
    },
    silentOwner(id) {
      const owner = dice.chance(0.5) ? dice.pick(users).id : null;
      if (!owner && world.lead(id)?.sfdcContactId) roles.delete(id);
      world.setOwner(id, owner, { silent: true });
      missed ??= `the owner of ${id} changed without a word`;
      return '';
    },
    noise(id) {
      const rows = dice.int(1, 15);
      for (let n = 0; n < rows; n++) world.addActivity({ leadId: id, activityTypeId: 1 });
      return `${rows} page visits`;
    },
  };
  // Only contacts have roles in opportunities: they go with the contact.
  const roles = new Map<number, string[]>();

  return {
    happen() {
      const ids = world.leadIds();
      const verb = ids.length < 5 ? 'create' : dice.weighted(weights);
      // The same few again and again, so that what happens to them overlaps.
      const id = ids.length > 0 ? dice.pick(dice.chance(0.5) ? ids.slice(0, 4) : ids) : 0;
      const told = verbs[verb](id);
      if (told === null) return;
      if (verb === 'role') roles.set(id, [...(roles.get(id) ?? []), told]);
      journal.note(`Marketo: ${verb} ${id} ${told}`);
    },
    feedsMissed: () => missed,
    feedsWereAwayTooLong: () => {
      missed ??= 'nobody read the feeds for too long';
    },
  };

  function remove(id: number) {
    // With a person all its activities go: also the merge that told whom it had won over.
    if (winners.has(id)) missed ??= `${id} had won a merge and was deleted`;
    world.deleteLead(id);
    roles.delete(id);
  }

  function othersThan(id: number): number[] {
    return world.leadIds().filter((other) => other !== id);
  }
}
