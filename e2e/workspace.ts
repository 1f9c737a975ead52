/** The app as a test prepares it, over its own HTTP API as an admin. */
import { randomBytes } from 'node:crypto';
import { type APIRequestContext, expect, request } from '@playwright/test';
import type { Marketo, NewPerson } from './marketo.ts';
import { appUrl, signedIn } from './world.ts';

/** A name no other test uses, found by the search as one word. */
export function uniqueName(): string {
  return `Kestrel${randomBytes(4).toString('hex')}`;
}

export type PersonAnswer = { marketoId: number; state: string; sfdcLeadId: string };

export class Workspace {
  constructor(
    private readonly admin: APIRequestContext,
    private readonly marketo: Marketo,
  ) {}

  static async open(marketo: Marketo) {
    return new Workspace(await request.newContext({ baseURL: appUrl(), storageState: signedIn('admin') }), marketo);
  }

  /** Makes people with a sales owner and waits until the app lists them; answers their Marketo ids. */
  async addPeople(...people: NewPerson[]): Promise<number[]> {
    const ids: number[] = [];
    for (const person of people) {
      const id = await this.marketo.createPerson(person);
      await this.marketo.giveOwner(id);
      ids.push(id);
    }
    for (const id of ids) await this.untilState(id, 'active');
    return ids;
  }

  async untilState(marketoId: number, state: string) {
    await this.until(marketoId, (person) => person?.state === state);
  }

  /** Waits until this is true of what the app knows of a person, and hurries the app. */
  async until(marketoId: number, isSo: (person: PersonAnswer | null) => boolean) {
    await expect
      .poll(
        async () => {
          const so = isSo(await this.personOf(marketoId));
          if (!so) await this.followNow();
          return so;
        },
        { timeout: 60_000, intervals: [500, 1_000, 2_000] },
      )
      .toBe(true);
  }

  async personOf(marketoId: number): Promise<PersonAnswer | null> {
    const response = await this.admin.get(`/api/people/${marketoId}`);
    return response.ok() ? response.json() : null;
  }

  async settings() {
    return (await this.admin.get('/api/settings/marketo')).json();
  }

  async changeSettings(change: Record<string, unknown>) {
    const { baseUrl, clientId } = await this.settings();
    const put = () => this.admin.put('/api/settings/marketo', { data: { baseUrl, clientId, ...change } });
    // Marketo is asked before anything is saved, which has to wait while the calls of the moment are used up.
    await expect.poll(async () => (await put()).status(), { timeout: 40_000, intervals: [1_000] }).toBe(200);
  }

  /** Outcomes and reasons that sellers are asked for, besides those of other tests. */
  async offerChoices(choices: { outcomes: [name: string, type: string][]; reasons: string[] }) {
    for (const [name, type] of choices.outcomes)
      await this.done('post', '/api/settings/calls/outcomes', { name, type });
    for (const name of choices.reasons) await this.done('post', '/api/settings/calls/reasons', { name });
    const asking = { enabled: true, required: false };
    await this.done('put', '/api/settings/calls', { outcomes: asking, reasons: asking });
  }

  /** Takes the choices of a test off the lists, known by a word of their names. */
  async withdrawChoices(word: string) {
    const choices = await (await this.admin.get('/api/calls/choices')).json();
    for (const list of ['outcomes', 'reasons']) {
      for (const { id, name } of choices[list].choices) {
        if (name.includes(word)) await this.admin.delete(`/api/settings/calls/${list}/${id}`);
      }
    }
  }

  /** Logs a call of the admin; answers its id. */
  async logCall(call: Record<string, unknown>): Promise<string> {
    const told = { key: randomBytes(8).toString('hex'), occurredAt: new Date().toISOString(), ...call };
    return (await this.done('post', '/api/calls', told)).id;
  }

  async resumeSync() {
    expect((await this.admin.post('/api/sync/start')).ok()).toBe(true);
  }

  /** Lets a kind of sales activity go to a destination, or no longer. */
  async switchDelivery(destination: string, kind: string, on: boolean) {
    const data = { switches: [{ destination, kind, on }] };
    expect((await this.admin.put('/api/settings/deliveries', { data })).ok()).toBe(true);
  }

  /** Has the activity types made in which sales activities arrive, where they are not there yet. */
  async makeActivityTypes() {
    const types = async () => (await this.admin.get('/api/activity-types')).json();
    const { layout, making } = await this.done('post', '/api/activity-types/check', undefined);
    if (making.ready < making.of && !making.underWay) await this.done('post', '/api/activity-types/make', { layout });
    const left = async () => {
      const now = (await types()).making;
      return now.of - now.ready;
    };
    await expect.poll(left, { timeout: 90_000, intervals: [1_000] }).toBe(0);
  }

  /** Lets whatever fails go again. */
  async tryAllAgain() {
    const { problems } = await (await this.admin.get('/api/diagnostics')).json();
    for (const { id } of problems) await this.admin.post(`/api/diagnostics/${id}/retry`);
  }

  close() {
    return this.admin.dispose();
  }

  private async done(method: 'post' | 'put', path: string, data: unknown) {
    const response = await this.admin[method](path, { data });
    expect(response.ok(), `${method} ${path}: ${await response.text()}`).toBe(true);
    return response.json();
  }

  private followNow() {
    return this.admin.post('/api/sync/jobs/follow-people/run');
  }
}
