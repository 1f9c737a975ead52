/** The control door of a simulator, over HTTP. */
export type Fault = { match?: string; nth?: number; times?: number; effect: string | Record<string, unknown> };

export async function control<T>(url: string, method: string, path: string, body?: unknown): Promise<T> {
  const response = await fetch(`${url}/__control/${path}`, { method, body: JSON.stringify(body) });
  const answer = await response.json();
  if (!response.ok) throw new Error(`${path}: ${answer.error}`);
  return answer.result;
}
