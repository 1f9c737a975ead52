/** `target` made absolute when it stays on `origin`, else `origin` itself: never a way to another site. */
export function sameOriginUrl(target: string, origin: string): string {
  const url = URL.canParse(target, origin) ? new URL(target, origin) : null;
  return url?.origin === new URL(origin).origin ? url.href : origin;
}
