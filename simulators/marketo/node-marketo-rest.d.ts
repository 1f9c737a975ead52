/** The parts of two untyped public clients that the conformance test calls. */
declare module 'node-marketo-rest' {
  // biome-ignore lint/suspicious/noExplicitAny: the client hands through whatever the wire holds.
  type Page = any;
  type Options = Record<string, unknown>;

  class Marketo {
    constructor(options: {
      endpoint: string;
      identity: string;
      clientId: string;
      clientSecret: string;
      retry?: { maxRetries?: number; initialDelay?: number; maxDelay?: number };
    });
    apiCallCount: number;
    lead: {
      byId(id: number, options?: Options): Promise<Page>;
      find(filterType: string, filterValues: (string | number)[], options?: Options): Promise<Page>;
      createOrUpdate(input: Options[], options?: Options): Promise<Page>;
      mergeLead(winner: number, losers: number[], options: Options): Promise<Page>;
      describe(): Promise<Page>;
      partitions(): Promise<Page>;
      getPageToken(sinceDatetime: string, options?: Options): Promise<Page>;
      getActivities(leadIds: number[], typeIds: number[], pageToken: string, options?: Options): Promise<Page>;
      getChanges(pageToken: string, options?: Options): Promise<Page>;
    };
    activities: { getActivityTypes(): Promise<Page> };
    list: {
      find(options?: Options): Promise<Page>;
      getLeads(listId: number, options?: Options): Promise<Page>;
      byId(listId: number): Promise<Page>;
      addLeadsToList(listId: number, input: number[]): Promise<Page>;
      removeLeadsFromList(listId: number, input: number[]): Promise<Page>;
      isMember(listId: number, input: number[]): Promise<Page>;
    };
    smartList: { find(options?: Options): Promise<Page>; byId(id: number): Promise<Page> };
    stats: {
      usage(): Promise<Page>;
      usageLast7Days(): Promise<Page>;
      errors(): Promise<Page>;
      errorsLast7Days(): Promise<Page>;
    };
    bulkLeadExtract: {
      create(fields: string[], filter: Options, options?: Options): Promise<Page>;
      enqueue(exportId: string): Promise<Page>;
      status(exportId: string): Promise<Page>;
      cancel(exportId: string): Promise<Page>;
      file(exportId: string): Promise<Page>;
    };
    bulkActivityExtract: {
      create(filter: Options, options?: Options): Promise<Page>;
      enqueue(exportId: string): Promise<Page>;
      status(exportId: string): Promise<Page>;
      file(exportId: string): Promise<Page>;
    };
    streamify(object: string, method: string, args: unknown[]): NodeJS.ReadableStream;
  }
  export = Marketo;
}

declare module '@grouparoo/node-marketo-rest' {
  import Marketo = require('node-marketo-rest');
  export = Marketo;
}
