/** What may follow `npm run demo --`. */
import { parseArgs } from 'node:util';
import { fail } from './say.mjs';

const help = `npm run demo -- [options]

Starts the whole product on this machine with a simulated Marketo. Nothing has to be installed or configured.

  --people N   about how many people with a sales owner to begin with (default 5000)
  --port N     where the app listens on 127.0.0.1 (default 3000, or PORT)
  --fresh      begin anew: removes the demo's own data in .data
  --help       show this

Environment: DATABASE_URL uses that Postgres instead of the embedded one;
ADMIN_EMAIL and ADMIN_PASSWORD choose the admin's sign-in. A .env file is not read for these.
`;

/** Ends the process after --help, or with a sentence on an option it cannot use. */
export function demoOptions() {
  const values = parsed();
  if (values.help) {
    process.stdout.write(help);
    process.exit(0);
  }
  return {
    people: values.people === undefined ? null : wholeNumber('--people', values.people, 1, 200_000),
    port: wholeNumber('--port', values.port ?? process.env.PORT ?? '3000', 1, 65_535),
    fresh: values.fresh ?? false,
  };
}

function parsed() {
  try {
    return parseArgs({
      options: {
        people: { type: 'string' },
        port: { type: 'string' },
        fresh: { type: 'boolean' },
        help: { type: 'boolean', short: 'h' },
      },
    }).values;
  } catch (error) {
    fail(`${error instanceof Error ? error.message : error}\n\n${help}`);
  }
}

/** @param {string} name @param {string} text @param {number} min @param {number} max */
function wholeNumber(name, text, min, max) {
  const value = Number(text);
  if (Number.isInteger(value) && value >= min && value <= max) return value;
  return fail(`${name} must be a whole number from ${min} to ${max}; it is "${text}".`);
}
