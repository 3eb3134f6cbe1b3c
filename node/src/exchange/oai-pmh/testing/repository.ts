import Fastify from 'fastify';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { PUBLIC_SIGHT, type Sight } from '../../../access/index.ts';
import { Terms, writeTerms, type TermsInput } from '../../../access/terms/index.ts';
import { applyVisibility, publishRecords, withdrawRecords, type DescriptionInput } from '../../../catalogue/index.ts';
import { identifierOf } from '../../../kernel/identifiers.ts';
import { allowedHosts } from '../../../kernel/web/allowed-hosts.ts';
import type { WebLimits } from '../../../kernel/web/limits.ts';
import { openWeb } from '../../../kernel/web/open-web.ts';
import type { ReadItem } from '../../source.ts';
import { testNode } from '../../testing/test-node.ts';
import { oaiPmhRoutes, type OaiPmhOptions } from '../provider/routes.ts';
import { crawlRepository } from '../reader/crawl-repository.ts';
import { OaiPmhSettings } from '../reader/settings.ts';

/** A catalogue of its own and `/oai` before it, on loopback. */
export async function testRepository(options: Partial<OaiPmhOptions> = {}) {
  const node = await testNode();
  const app = Fastify({ routerOptions: { maxParamLength: 4_096 } });
  const baseUrl = options.baseUrl ?? 'https://catalogue.example.org';
  let sight = PUBLIC_SIGHT;
  await app.register(oaiPmhRoutes as never, {
    db: node.db,
    vocabulary: () => node.vocabulary.current(),
    sourceTitle: (source: string) => ({ en: source }),
    publicSight: async () => sight,
    baseUrl,
    node: { name: { en: 'Test node', zh: '测试节点' }, description: { en: 'A node', zh: '节点' } },
    secret: 'a secret',
    ...options,
  });
  const address = await app.listen({ port: 0, host: '127.0.0.1' });
  return {
    node,
    app,
    /** Where it answers; identifiers follow `baseUrl`. */
    address: `${address}/oai`,
    async publish(records: Record<string, DescriptionInput>, at: string) {
      const given = Object.entries(records).map(([key, description]) => ({ key, collection: 'things', description }));
      await node.db.transaction().execute((trx) => publishRecords(trx, 'test', given, { vocabulary: node.vocabulary.current(), at: new Date(at), by: 'test' }));
    },
    async withdraw(keys: string[], at: string) {
      await node.db.transaction().execute((trx) => withdrawRecords(trx, 'test', keys, { vocabulary: node.vocabulary.current(), at: new Date(at), by: 'test', reason: 'gone' }));
    },
    /** Writes the terms of a record's resource and shows it to whom they say. */
    async under(key: string, terms: TermsInput, at: string) {
      const [id, when] = [identifierOf('test', key), new Date(at)];
      await node.db.transaction().execute(async (trx) => {
        await writeTerms(trx, id, Terms.parse(terms), { at: when, by: 'test' });
        await applyVisibility(trx, [id], when);
      });
    },
    /** What the public may discover from now on, and when it looks. */
    seenAs(seen: Partial<Sight>) {
      sight = { ...PUBLIC_SIGHT, ...seen };
    },
    async ask(query: string): Promise<string> {
      const answer = await fetch(`${address}/oai?${query}`);
      if (answer.status !== 200) throw new Error(`${answer.status}: ${await answer.text()}`);
      return answer.text();
    },
    async close() {
      await app.close();
      await node.close();
    },
  };
}

/** A web server on loopback that answers as it is told. */
export async function webServer(answer: (request: IncomingMessage, response: ServerResponse) => void) {
  const server = createServer(answer);
  await new Promise<void>((ready) => void server.listen(0, '127.0.0.1', ready));
  const { port } = server.address() as AddressInfo;
  return { address: `http://127.0.0.1:${port}/oai`, close: () => new Promise<void>((closed) => (server.close(() => closed()), server.closeAllConnections())) };
}

/** Everything a harvest of a repository reads, and what it says of it. */
export async function crawlAll(address: string, { since, settings = {}, limits }: { since?: unknown; settings?: Record<string, unknown>; limits?: Partial<WebLimits> } = {}) {
  const web = openWeb({ own: [address], allowed: allowedHosts(['127.0.0.1']), howToAllow: () => '', userAgent: 'test', limits });
  const items: ReadItem[] = [];
  const told = { whole: [] as string[], notes: [] as string[], expected: 0, remembered: undefined as unknown };
  const report = {
    whole: (it: string) => void told.whole.push(it),
    note: (it: string) => void told.notes.push(it),
    expect: (it: number) => void (told.expected = it),
    remember: (it: unknown) => void (told.remembered = it),
  };
  for await (const item of crawlRepository({ address, web, since }, report, OaiPmhSettings.parse(settings))) items.push(item);
  return {
    ...told,
    records: items.flatMap((item) => ('record' in item ? item.record : [])),
    rejections: items.flatMap((item) => ('rejection' in item ? item.rejection : [])),
    gone: items.flatMap((item) => ('gone' in item ? item.gone.key : [])),
  };
}

export const envelope = (body: string, responseDate = '2026-01-02T03:04:05Z') =>
  `<?xml version="1.0" encoding="UTF-8"?><OAI-PMH xmlns="http://www.openarchives.org/OAI/2.0/"><responseDate>${responseDate}</responseDate><request verb="ListRecords" metadataPrefix="oai_dc">http://x/oai</request>${body}</OAI-PMH>`;

export const dublinCoreRecord = (identifier: string, statements = `<dc:title>Thing ${identifier}</dc:title>`) =>
  `<record><header><identifier>${identifier}</identifier><datestamp>2026-01-01T00:00:00Z</datestamp></header><metadata><oai_dc:dc xmlns:oai_dc="http://www.openarchives.org/OAI/2.0/oai_dc/" xmlns:dc="http://purl.org/dc/elements/1.1/">${statements}</oai_dc:dc></metadata></record>`;
