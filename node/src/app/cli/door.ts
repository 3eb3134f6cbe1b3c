import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { operatorKey } from '../../identity/index.ts';
import type { Configuration } from '../configuration.ts';

/**
 * The way a command reaches the node: over HTTP where it runs, else by opening the data folder itself. Either way the
 * same operations answer, so a command is written once.
 */
export interface Door {
  /** The body is sent as JSON, or where it is bytes as it is. */
  call<T>(method: 'GET' | 'POST' | 'PATCH', path: string, body?: unknown): Promise<T>;
  /** A document too large to hold, piece by piece. */
  stream(path: string): Promise<AsyncIterable<Uint8Array>>;
  /** How the node was reached, for `doctor`. */
  by: 'http' | 'data folder';
  close(): Promise<void>;
}

/** An answer that is none: carries the problem's own words. */
export class Refused extends Error {
  override readonly name = 'Refused';
  readonly status: number;
  readonly problem: Record<string, unknown>;
  constructor(status: number, problem: Record<string, unknown>) {
    super(String(problem['detail'] ?? problem['reason'] ?? `The node answered ${status}.`));
    this.status = status;
    this.problem = problem;
  }
}

/** Where a node that runs on this data folder listens, if one does. */
async function runningAddress(dataFolder: string): Promise<string | undefined> {
  try {
    const { port, host } = JSON.parse(await readFile(join(dataFolder, 'node.json'), 'utf8')) as { port: number; host: string };
    const address = `http://${host === '0.0.0.0' ? '127.0.0.1' : host === '::' ? '[::1]' : host}:${port}`;
    const health = await fetch(`${address}/healthz`, { signal: AbortSignal.timeout(5_000) });
    return health.ok ? address : undefined;
  } catch {
    return undefined;
  }
}

const parsed = (text: string): Record<string, unknown> => {
  try {
    return JSON.parse(text) as Record<string, unknown>;
  } catch {
    return { detail: text.slice(0, 500) };
  }
};

const typeOf = (body: unknown) => (body instanceof Uint8Array ? 'application/octet-stream' : 'application/json');

async function* nothing(): AsyncGenerator<Uint8Array> {}

export async function openDoor(configuration: Configuration): Promise<Door> {
  const address = await runningAddress(configuration.dataFolder);
  const headers = async () => ({ authorization: `Bearer ${await operatorKey(configuration.dataFolder)}` });
  if (address) {
    return {
      by: 'http',
      call: async <T>(method: string, path: string, body?: unknown) => {
        const answer = await fetch(address + path, {
          method,
          headers: { ...(await headers()), ...(body === undefined ? {} : { 'content-type': typeOf(body) }) },
          ...(body === undefined ? {} : { body: body instanceof Uint8Array ? new Uint8Array(body) : JSON.stringify(body) }),
        });
        const content = parsed(await answer.text());
        if (!answer.ok) throw new Refused(answer.status, content);
        return content as T;
      },
      stream: async (path) => {
        const answer = await fetch(address + path, { headers: { ...(await headers()), 'accept-encoding': 'identity' } });
        if (!answer.ok) throw new Refused(answer.status, parsed(await answer.text()));
        return answer.body ?? nothing();
      },
      close: async () => {},
    };
  }
  const { openNode } = await import('../node.ts');
  const node = await openNode(configuration, { log: 'warn' });
  const server = await (await import('../http/server.ts')).createServer(node);
  await server.ready();
  return {
    by: 'data folder',
    call: async <T>(method: 'GET' | 'POST' | 'PATCH', path: string, body?: unknown) => {
      const answer = await server.inject({
        method,
        url: path,
        headers: { ...(await headers()), ...(body === undefined ? {} : { 'content-type': typeOf(body) }) },
        ...(body === undefined ? {} : { payload: body as object }),
      });
      const content = parsed(answer.body);
      if (answer.statusCode >= 400) throw new Refused(answer.statusCode, content);
      return content as T;
    },
    stream: async (path) => {
      const answer = await server.inject({ method: 'GET', url: path, headers: await headers(), payloadAsStream: true });
      const body = answer.stream();
      if (answer.statusCode >= 400) throw new Refused(answer.statusCode, parsed(await text(body)));
      return body;
    },
    close: async () => {
      await server.close();
      await node.close();
    },
  };
}
