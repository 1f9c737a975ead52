export const roles = ['user', 'admin'] as const;
export type Role = (typeof roles)[number];

/** `tokenId` is set when another system acts for the user by an API token. */
export type Actor = { userId: string; email: string; name: string; role: Role; tokenId?: string };

/** What an API token may be good for. */
export const apiScopes = ['people:read', 'sales-activities:write'] as const;
export type ApiScope = (typeof apiScopes)[number];

export const apiScopeTitles: Record<ApiScope, string> = {
  'people:read': 'Read people',
  'sales-activities:write': 'Report sales activities',
};

/** What failures are counted by: the account that is tried, and where the tries come from. */
export type AttemptKind = 'email' | 'address';
export type AttemptKey = `${AttemptKind}:${string}`;

export type AttemptRecord = { key: AttemptKey; failures: number; lastFailedAt: Date; blockedUntil: Date | null };
