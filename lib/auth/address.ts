/**
 * Where a request comes from, for counting tries. The last entry of X-Forwarded-For is the one our own reverse proxy
 * (or Next itself, without one) wrote; earlier entries are whatever the sender liked to claim.
 */
export function clientAddress(forwardedFor: string | null | undefined): string {
  const last = forwardedFor?.split(',').at(-1)?.trim();
  return last ? last.slice(0, 64) : 'unknown';
}
