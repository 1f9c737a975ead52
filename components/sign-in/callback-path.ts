const home = '/people';
const anyOrigin = 'http://here.invalid';

/** Where to go after signing in: `wanted` when it is a path of this site, else the people list. */
export function callbackPath(wanted: string | string[] | undefined): string {
  if (typeof wanted !== 'string' || !wanted.startsWith('/') || !URL.canParse(wanted, anyOrigin)) return home;
  const url = new URL(wanted, anyOrigin);
  // Checked as the browser will read it: "/.//evil.example" is the path "//evil.example".
  const staysHere = url.origin === anyOrigin && !url.pathname.startsWith('//');
  return staysHere ? url.pathname + url.search + url.hash : home;
}
