import { Readable } from 'node:stream';
import { Store, StreamParser, type Quad } from 'n3';
import { NotRun } from './standard.ts';

/** Fetches a document of the node; a status other than 200 is told with its address. */
export async function fetched(url: string, headers: Record<string, string> = {}): Promise<Response> {
  const answer = await fetch(url, { headers });
  if (answer.ok) return answer;
  const text = await answer.text();
  if (answer.status === 404) throw new NotRun(`${url} answers 404: it does not stand (yet)`);
  throw new Error(`${url} answers ${answer.status}: ${text.slice(0, 300)}`);
}

/** A Turtle document as a graph, read as it comes. */
export async function graphAt(url: string, store = new Store(), headers: Record<string, string> = {}): Promise<Store> {
  const answer = await fetched(url, { accept: 'text/turtle', ...headers });
  const type = answer.headers.get('content-type') ?? '';
  if (!type.startsWith('text/turtle')) throw new Error(`${url} answers ${type || 'without a media type'} to "Accept: text/turtle"`);
  const parsed = Readable.fromWeb(answer.body as never).pipe(new StreamParser({ baseIRI: url, format: 'text/turtle' })) as AsyncIterable<Quad>;
  for await (const quad of parsed) store.addQuad(quad);
  return store;
}

export interface Listed {
  id: string;
  kind: string;
}

/** Every resource of these kinds, by the API. */
export async function* resourcesOf(url: string, kinds: readonly string[]): AsyncGenerator<Listed> {
  for (const kind of kinds) {
    let cursor = '';
    do {
      const page = (await (await fetched(`${url}/api/v1/resources?kind=${kind}&sort=recency&limit=100${cursor}`)).json()) as { items: Listed[]; next: string | null };
      yield* page.items;
      cursor = page.next ? `&cursor=${encodeURIComponent(page.next)}` : '';
    } while (cursor);
  }
}

/** Does the work on each item, so many at a time. */
export async function inParallel<T>(items: AsyncIterable<T>, at: number, work: (item: T) => Promise<void>): Promise<void> {
  const iterator = items[Symbol.asyncIterator]();
  const worker = async () => {
    for (let next = await iterator.next(); !next.done; next = await iterator.next()) await work(next.value);
  };
  await Promise.all(Array.from({ length: at }, worker));
}
