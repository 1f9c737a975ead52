/** A SOQL query as the parser understood it. */
export type Query = {
  select: Selected[] | 'count';
  from: string;
  where: Condition | null;
  orderBy: Ordering[];
  limit: number | null;
  offset: number;
};

/** `path` is `['Who', 'Name']` for `Who.Name`. */
export type Selected = { kind: 'field'; path: string[] } | { kind: 'children'; query: Query };

export type Ordering = { path: string[]; descending: boolean; nullsFirst: boolean };

export type Condition =
  | { kind: 'and' | 'or'; parts: Condition[] }
  | { kind: 'not'; part: Condition }
  | { kind: 'compare'; path: string[]; operator: Operator; values: Literal[] };

export type Operator = '=' | '!=' | '<' | '<=' | '>' | '>=' | 'LIKE' | 'IN' | 'NOT IN';

export type Literal =
  | { kind: 'null' }
  | { kind: 'boolean'; value: boolean }
  | { kind: 'number'; value: number }
  /** `raw` keeps the escapes, which LIKE needs. */
  | { kind: 'string'; value: string; raw: string }
  | { kind: 'date'; value: string }
  | { kind: 'datetime'; value: string }
  | { kind: 'range'; name: string; days: number };
