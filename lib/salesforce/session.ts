/** The session of one connection in this process, and jsforce connections that use it. Where tokens lie is told by a port. */
import { Connection } from 'jsforce/lib/core.js';
import type { ApiTransport } from './transport';

/** `version` grows with every renewal, whoever made it. */
export type Session = { accessToken: string; instanceUrl: string; apiVersion: string; version: number };

/** What a refresh gives: `refreshToken` only where tokens rotate. */
export type Renewal = { accessToken: string; refreshToken: string | null; instanceUrl: string };

/** Keeps the tokens of one connection for all processes. Both throw ProviderFault where the connection does not work. */
export type SessionStore = {
  read(): Promise<Session>;
  /**
   * The session after the one of this version, which was refused, or is to be renewed: as another process has renewed it
   * meanwhile, else renewed now, once everywhere.
   */
  renew(refusedVersion: number): Promise<Session>;
  /** The session was good for a call. */
  used(): Promise<void>;
};

export type SharedSession = {
  current(): Session;
  /** Takes a session that was read, unless a newer one is known. */
  adopt(session: Session): void;
  renewed(refusedVersion: number): Promise<Session>;
  used(): Promise<void>;
};

/** One for each connection and process: whoever is refused at the same time shares one renewal. */
export function shareSession(store: SessionStore, first: Session): SharedSession {
  let current = first;
  let renewing: Promise<Session> | null = null;
  const adopt = (session: Session) => {
    if (session.version >= current.version) current = session;
  };
  return {
    current: () => current,
    adopt,
    renewed(refusedVersion) {
      if (current.version > refusedVersion) return Promise.resolve(current);
      renewing ??= store
        .renew(refusedVersion)
        .then((session) => {
          adopt(session);
          return current;
        })
        .finally(() => {
          renewing = null;
        });
      return renewing;
    },
    used: store.used,
  };
}

/** The org answers elsewhere since the last renewal: requests that were on their way have to be built anew. */
export class InstanceMoved extends Error {
  override readonly name = 'InstanceMoved';
}

export type SessionConnection = {
  connection: Connection;
  /** What it was opened with, or has renewed since. */
  session(): Session;
  /** Why the last renewal failed; jsforce tells only a text of it. */
  problem(): unknown;
};

/** A jsforce connection with this session, which it renews when Salesforce refuses it. */
export function openConnection(shared: SharedSession, transport: ApiTransport): SessionConnection {
  let session = shared.current();
  let problem: unknown = null;
  const { accessToken, instanceUrl, apiVersion } = session;
  const connection = new Connection({
    version: apiVersion,
    instanceUrl,
    accessToken,
    logLevel: 'NONE',
    callOptions: { client: 'SalesActions/1.0' },
    // Calls back exactly once on every way: jsforce lets all requests wait for it, without end.
    refreshFn: (_connection, done) => {
      renew().then(
        (token) => done(null, token),
        (error: unknown) => {
          problem = error;
          done(error instanceof Error ? error : new Error(String(error)));
        },
      );
    },
  });
  // The slot is private, and the only way to another transport; the version is pinned.
  Object.assign(connection, { _transport: transport });
  return { connection, session: () => session, problem: () => problem };

  async function renew(): Promise<string> {
    const renewed = await shared.renewed(session.version);
    // jsforce would send the request again to the old address, and be refused for ever.
    if (renewed.instanceUrl !== instanceUrl) throw new InstanceMoved();
    session = renewed;
    return renewed.accessToken;
  }
}
