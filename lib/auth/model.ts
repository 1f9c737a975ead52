export const roles = ['user', 'admin'] as const;
export type Role = (typeof roles)[number];

export type Actor = { userId: string; email: string; name: string; role: Role };
