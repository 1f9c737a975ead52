import { expect, it } from 'vitest';
import { sessionCookie } from './session-token';

it('ties the session cookie to the host wherever https allows it', () => {
  expect(sessionCookie('https://sales.example.com')).toEqual({
    name: '__Host-sales-actions.session',
    options: { httpOnly: true, sameSite: 'lax', path: '/', secure: true },
  });
  expect(sessionCookie('http://localhost:3000')).toMatchObject({
    name: 'sales-actions.session',
    options: { httpOnly: true, secure: false },
  });
});
