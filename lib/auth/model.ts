export const roles = ['user', 'admin'] as const;
export type Role = (typeof roles)[number];

export type Actor = { userId: string; email: string; name: string; role: Role };

/** What failures are counted by: the account that is tried, and where the tries come from. */
export type AttemptKind = 'email' | 'address';
export type AttemptKey = `${AttemptKind}:${string}`;

export type AttemptRecord = { key: AttemptKey; failures: number; lastFailedAt: Date; blockedUntil: Date | null };
