import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import type { Signer } from '../../signature.ts';
import type { SignedCheckpoint } from '../../wire.ts';
import { checkpointOf, entriesOf, pageOf, sayingsOf, type FeedLog } from './feed-log.ts';

/** One question to a feed, as whoever stands between both nodes sees it. */
export interface Asked {
  kind: 'checkpoint' | 'page' | 'entries' | 'sayings' | 'evidence' | 'nodes' | 'other';
  path: string;
  number?: number | undefined;
}

/** What a fault makes of an honest answer: another text, or a broken connection. */
export type Fault = (
  asked: Asked,
  honest: { status: number; text: string },
) => Promise<{ status: number; text: string } | 'break' | 'hang'> | { status: number; text: string } | 'break' | 'hang';

/** A feed on this machine, with whoever stands in between. */
export interface FeedServer {
  url: string;
  log: FeedLog;
  signer: Signer;
  /** Milliseconds by which the node's clock is off. */
  skew: number;
  fault: Fault | undefined;
  asked: Asked[];
  bytes: number;
  evidence: SignedCheckpoint[];
  /** Signed self-descriptions it knows. */
  nodes: unknown[];
  close(): Promise<void>;
}

const HELD_AT_MOST = 2_000;

export async function serveFeed(signer: Signer, log: FeedLog): Promise<FeedServer> {
  const honest = async (request: IncomingMessage, body: string): Promise<Asked & { status: number; text: string; tag?: string }> => {
    const path = request.url ?? '';
    const of = server.log;
    const feed = of.audience === 'group' ? '/feed/group' : '/feed';
    const parts = path.slice(feed.length + 1).split(/[/?]/);
    const json = (kind: Asked['kind'], value: unknown, status = 200) => ({ kind, path, status, text: status === 304 ? '' : JSON.stringify(value) });
    if (path === '/feed/evidence') {
      server.evidence.push(JSON.parse(body) as SignedCheckpoint);
      return json('evidence', { outcome: 'known' });
    }
    if (path.startsWith('/api/v1/federation/nodes')) return json('nodes', { items: server.nodes, next: null });
    if (path === `${feed}/checkpoint`) {
      const tag = () => `"${server.log.epoch}-${server.log.events.length}"`;
      const held = /wait=(\d+)/.test(String(request.headers.prefer)) ? HELD_AT_MOST : 0;
      const until = performance.now() + held;
      while (request.headers['if-none-match'] === tag() && performance.now() < until && !request.socket.destroyed) await wait(10);
      if (request.headers['if-none-match'] === tag()) return { ...json('checkpoint', {}, 304), tag: tag() };
      return { ...json('checkpoint', await checkpointOf(server.signer, server.log, new Date(Date.now() + server.skew))), tag: tag() };
    }
    if (!path.startsWith(`${feed}/`) || parts[0] !== of.epoch) return json('other', { title: 'Not found' }, 404);
    if (parts[1] === 'entries') return json('entries', entriesOf(of, (new URL(path, 'http://x').searchParams.get('buckets') ?? '').split(',').map(Number)));
    if (parts[1] === 'sayings') return json('sayings', sayingsOf(of, (JSON.parse(body) as { names: [string, string][] }).names));
    return { ...json('page', pageOf(of, Number(parts[1]))), number: Number(parts[1]) };
  };

  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    let body = '';
    for await (const piece of request) body += String(piece);
    const { kind, path, number, status, text, tag } = await honest(request, body);
    server.asked.push({ kind, path, number });
    const given = server.fault && status !== 304 ? await server.fault({ kind, path, number }, { status, text }) : { status, text };
    if (given === 'hang') return;
    if (given === 'break') return void response.destroy();
    server.bytes += Buffer.byteLength(given.text);
    if (tag) response.setHeader('etag', tag);
    response.writeHead(given.status, { 'content-type': 'application/json' }).end(given.text);
  };

  const http = createServer((request, response) => void answer(request, response).catch(() => response.destroy()));
  await new Promise<void>((listening) => http.listen(0, '127.0.0.1', listening));
  const server: FeedServer = {
    url: `http://127.0.0.1:${(http.address() as AddressInfo).port}`,
    log,
    signer,
    skew: 0,
    fault: undefined,
    asked: [],
    bytes: 0,
    evidence: [],
    nodes: [],
    close: () => {
      http.closeAllConnections();
      return new Promise((closed) => http.close(() => closed()));
    },
  };
  return server;
}
