import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Answer {
  status?: number;
  type?: string;
  body: string | Uint8Array;
}

/** A web site on this machine for tests of crawls: what it answers may change between crawls, what was asked is kept. */
export interface WebSite {
  origin: string;
  /** By path with query; a function answers as it likes, also never. */
  pages: Map<string, Answer | string | ((request: IncomingMessage, response: ServerResponse) => void)>;
  /** Paths asked for, in order. */
  asked: string[];
  close(): Promise<void>;
}

export async function webSite(pages: Record<string, Answer | string> = {}): Promise<WebSite> {
  const site: Omit<WebSite, 'origin' | 'close'> = { pages: new Map(Object.entries(pages)), asked: [] };
  const server = createServer((request, response) => {
    const path = request.url ?? '/';
    site.asked.push(path);
    const page = site.pages.get(path);
    if (typeof page === 'function') return page(request, response);
    const answer = typeof page === 'string' ? { body: page } : page;
    if (!answer) return void response.writeHead(404).end('nothing here');
    response.writeHead(answer.status ?? 200, { 'content-type': answer.type ?? 'text/html; charset=utf-8' });
    response.end(answer.body);
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const close = () =>
    new Promise<void>((closed) => {
      server.closeAllConnections();
      server.close(() => closed());
    });
  return { ...site, origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, close };
}
