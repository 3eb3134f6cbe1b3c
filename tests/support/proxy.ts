import { createServer, request, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { setTimeout as wait } from 'node:timers/promises';

/** What happens to one request on its way. */
export interface Passage {
  /** Milliseconds before it is handed on. */
  delay?: number;
  /** Bytes of the answer after which the connection breaks. */
  cutAfter?: number;
  /** Answered with this status in its place. */
  refuse?: number;
  /** Answered with what the same address answered some time before, where it did. */
  replay?: boolean;
  /** Sent twice; the second answer goes back. */
  twice?: boolean;
}

export interface Proxy {
  url: string;
  /** Requests and bytes of answers that passed so far. */
  passed(): { requests: number; bytes: number };
  close(): Promise<void>;
}

interface Kept {
  status: number;
  headers: IncomingMessage['headers'];
  body: Buffer;
}

/** No more old answers are kept, so that a long run stays small. */
const MOST_KEPT = 50;

/**
 * A way to a node on this machine that is slow, or rough. Long polls are cut when the asker goes away.
 * @param passage decides for each request what happens to it.
 */
export async function startProxy(port: number, target: string, passage: (path: string) => Passage): Promise<Proxy> {
  const aim = new URL(target);
  const kept = new Map<string, Kept>();
  const passed = { requests: 0, bytes: 0 };
  const server: Server = createServer((asked, answer) => void pass(asked, answer).catch(() => answer.destroy()));

  async function pass(asked: IncomingMessage, answer: ServerResponse): Promise<void> {
    passed.requests++;
    const path = asked.url ?? '/';
    const body = await whole(asked);
    const { delay = 0, cutAfter, refuse, replay, twice } = passage(path);
    if (delay > 0) await wait(delay);
    if (refuse) return void answer.writeHead(refuse).end();
    const old = replay && asked.method === 'GET' ? kept.get(path) : undefined;
    if (twice) await forward(asked, body);
    const now = old ?? (await forward(asked, body, answer));
    if (!now) return;
    if (!old && asked.method === 'GET' && now.status === 200) keep(path, now);
    passed.bytes += now.body.length;
    answer.writeHead(now.status, now.headers);
    if (cutAfter === undefined || cutAfter >= now.body.length) return void answer.end(now.body);
    answer.write(now.body.subarray(0, cutAfter), () => answer.destroy());
  }

  function keep(path: string, answer: Kept): void {
    if (kept.has(path)) return;
    if (kept.size >= MOST_KEPT) kept.delete(kept.keys().next().value as string);
    kept.set(path, answer);
  }

  /** With `answer`, ends as soon as who asked goes away. */
  function forward(asked: IncomingMessage, body: Buffer, answer?: ServerResponse): Promise<Kept | undefined> {
    return new Promise((resolve, reject) => {
      const { host: _replaced, connection: _ours, ...headers } = asked.headers;
      // The target knows itself by the address it was asked at.
      const on = request({ host: aim.hostname, port: aim.port, path: asked.url, method: asked.method, headers: { ...headers, host: asked.headers.host } }, (its) => {
        whole(its).then((content) => resolve({ status: its.statusCode ?? 502, headers: plain(its.headers, content), body: content }), reject);
      });
      on.on('error', reject);
      answer?.on('close', () => on.destroy());
      on.end(body);
    });
  }

  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  const address = server.address() as { port: number };
  return {
    url: `http://127.0.0.1:${address.port}`,
    passed: () => ({ ...passed }),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

const plain = ({ 'transfer-encoding': _chunked, connection: _hop, ...headers }: IncomingMessage['headers'], body: Buffer) => ({
  ...headers,
  'content-length': String(body.length),
});

async function whole(stream: AsyncIterable<Buffer>): Promise<Buffer> {
  const pieces: Buffer[] = [];
  for await (const piece of stream) pieces.push(piece);
  return Buffer.concat(pieces);
}
