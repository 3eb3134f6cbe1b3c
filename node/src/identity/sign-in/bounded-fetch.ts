/** How long a provider may let a person wait, in milliseconds, and how much it may say. */
const PATIENCE = 10_000;
const LARGEST_ANSWER = 2 * 2 ** 20;

export type Fetch = (url: string, options?: object) => Promise<Response>;

/** Asks a provider that the operator configured: no redirects, in bounded time, with a bounded answer. */
export async function boundedFetch(url: string, options: RequestInit = {}): Promise<Response> {
  const answer = await fetch(url, { ...options, redirect: 'manual', signal: AbortSignal.timeout(PATIENCE) });
  const pieces: Uint8Array[] = [];
  let size = 0;
  for await (const piece of answer.body ?? []) {
    size += piece.length;
    if (size > LARGEST_ANSWER) throw new Error(`${new URL(url).origin} answers with more than ${LARGEST_ANSWER} bytes`);
    pieces.push(piece);
  }
  const empty = answer.status === 204 || answer.status === 304;
  return new Response(empty ? null : Buffer.concat(pieces), { status: answer.status, headers: answer.headers });
}
