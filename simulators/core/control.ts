/** The control door of a simulator: what its TypeScript handle can do, over HTTP under `/__control/`. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { type Answer, jsonAnswer, readBody, send } from './http';

export const controlPrefix = '/__control/';

export type ControlBody = Record<string, unknown>;
/** By method and name: `POST clock`. */
export type ControlActions<I> = Record<string, (instance: I, body: ControlBody) => unknown>;

type Door<I> = {
  actions: ControlActions<I>;
  /** `POST world/NAME` with `{ "args": […] }`; throws for a method that is not to be had. */
  callWorld(instance: I, verb: string, args: unknown[]): unknown;
  /** What the forms of the simulator's own pages send. */
  handleForm(instance: I, form: URLSearchParams): Answer;
  maxBodyBytes: number;
};

/** Answers `{ "result": … }`, or HTTP 400 with `{ "error": "…" }`: a wrong control call is a wrong test. */
export async function answerControl<I>(
  door: Door<I>,
  instance: I,
  message: IncomingMessage,
  response: ServerResponse,
  url: URL,
): Promise<void> {
  const name = url.pathname.slice(controlPrefix.length).replace(/\/$/, '');
  const bytes = await readBody(message, door.maxBodyBytes);
  if (bytes === 'too-large') return send(message, response, jsonAnswer(400, { error: 'the body is too large' }));
  const text = bytes.toString('utf8');
  if (name === 'form') return send(message, response, door.handleForm(instance, new URLSearchParams(text)));
  try {
    const body = text ? JSON.parse(text) : {};
    const result = perform(door, instance, { method: message.method ?? 'GET', name, body });
    send(message, response, jsonAnswer(200, { result: result ?? null }));
  } catch (error) {
    send(message, response, jsonAnswer(400, { error: error instanceof Error ? error.message : String(error) }));
  }
}

function perform<I>(
  { actions, callWorld }: Door<I>,
  instance: I,
  { method, name, body }: { method: string; name: string; body: ControlBody },
): unknown {
  if (name.startsWith('world/') && method === 'POST') {
    return callWorld(instance, name.slice('world/'.length), Array.isArray(body.args) ? body.args : []);
  }
  const action = actions[`${method} ${name}`];
  if (!action) throw new Error(`unknown control call ${method} ${name}`);
  return action(instance, body);
}
