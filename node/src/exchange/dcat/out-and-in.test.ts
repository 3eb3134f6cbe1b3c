import { createWriteStream } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { PUBLIC_SIGHT } from '../../access/index.ts';
import { allOutgoing, type Outgoing } from '../../catalogue/index.ts';
import type { Format } from '../format.ts';
import { harvestNow } from '../harvest-now.ts';
import { reportText } from '../report.ts';
import { iri } from '../rdf/index.ts';
import { sharedData } from '../testing/shared-data.ts';
import { testNode, type TestNode } from '../testing/test-node.ts';
import { BAD, BASE, writingNode, type WritingNode } from '../testing/writing-node.ts';
import { dcatJsonLd, dcatNTriples, dcatTurtle } from './index.ts';

/** What every field can hold, said once. */
const FULL = {
  kind: 'dataset',
  title: { en: 'Everything', zh: '全部', 'zh-Hant': '全部內容', 'pt-BR': 'Tudo' },
  description: { en: '  All that can be said.\n\nIn two paragraphs, with "quotes" and \\ backslashes.\n', zh: '所有内容。' },
  identifiers: ['doi:10.1234/Full.Set', 'biotools:full', 'rrid:SCR_000001', 'a name without prefix'],
  homepage: 'https://example.org/full?a=1&b=[2]#top',
  topics: ['edam:topic_0091', 'edam:topic_0003'],
  operations: ['edam:operation_0004'],
  formats: ['edam:format_1915'],
  keywords: ['genome', '基因组', 'two words', 'a "quoted" one'],
  provider: { name: { en: 'Institute', zh: '研究所' }, url: 'https://institute.example/', ror: 'https://ror.org/02nr0ka47' },
  contacts: [{ name: 'Ada', email: 'ada@example.org', orcid: '0000-0002-1825-0097' }, { name: 'Helpdesk', url: 'https://example.org/help' }, { email: 'only@example.org' }],
  licence: { id: 'CC-BY-4.0', name: 'CC BY, with a note', url: 'https://example.org/licence' },
  access: { level: 'registration', conditions: { en: 'Register first', zh: '请先注册' }, url: 'https://example.org/access' },
  endpoints: [
    { url: 'https://example.org/', type: 'web' },
    { url: 'https://example.org/api', type: 'api', description: 'REST' },
    { url: 'https://example.org/sparql', type: 'sparql' },
    { url: 'https://example.org/docs', type: 'documentation' },
    { url: 'https://example.org/odd', type: 'mailing list/chat' },
    { url: 'https://example.org/none' },
  ],
  distributions: [
    {
      url: 'https://example.org/a.fa',
      title: 'A',
      description: 'First',
      format: 'edam:format_1929',
      mediaType: 'text/plain',
      size: 0,
      checksum: { algorithm: 'sha-256', value: 'ab'.repeat(32) },
    },
    { url: 'arn:aws:s3:::bucket/key with blanks', format: 'my own format', mediaType: 'no media type', size: 12_345_678_901 },
    { url: 'https://example.org/c' },
  ],
  publications: [{ doi: '10.1/a', title: 'On everything' }, { url: 'https://example.org/paper' }, { doi: '10.2/b', url: 'https://example.org/b' }, { title: 'Only a title' }],
  version: '2.0-β',
  status: 'deprecated',
  statusReason: 'Superseded',
  issued: '2020-02',
  modified: '2024-05-06T07:08:09Z',
  popularity: 12.5,
} as const;

let folder: string;
let first: WritingNode;
const nodes: TestNode[] = [];
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'biotope-out-and-in-'));
  first = await writingNode();
});
afterAll(async () => {
  await first.close();
  for (const node of nodes) await node.close();
  await rm(folder, { recursive: true, force: true });
});

const EDAM = new URL('../../../../portal/tests/fixtures/edam-part.owl', import.meta.url).pathname;

/** An empty node that knows the same vocabulary. */
async function emptyNode(): Promise<TestNode> {
  const node = await testNode();
  nodes.push(node);
  await harvestNow(node.context, { source: 'edam', address: EDAM, by: 'test' });
  return node;
}

async function exported(format: Format, name: string): Promise<string> {
  const path = join(folder, `${name}.${format.extension}`);
  await pipeline(Readable.from(format.write(first.pages(), first.context(), { whole: true })), createWriteStream(path));
  return path;
}

async function* resourcesOf(node: TestNode): AsyncGenerator<Outgoing> {
  const reading = {
    db: node.db,
    vocabulary: node.vocabulary.current(),
    sight: PUBLIC_SIGHT,
    baseUrl: 'https://other.example',
    sourceTitle: (source: string) => ({ en: source }),
  };
  for await (const page of allOutgoing(reading, { by: 'ordinal' })) for (const item of page) if ('resource' in item) yield item.resource;
}

/** An address as an IRI can carry it. */
const carried = (address: string | undefined): string | undefined => (address === undefined ? undefined : iri(address)?.value);

/** What each node says of a resource for itself, and links as their sources state them: they lead to the same things by other names. */
const OF_THE_NODE = ['id', 'url', 'revision', 'created', 'updated', 'provenance', 'sources', 'links'];

/**
 * What of a resource's content DCAT carries, as docs/reference/dcat-mapping.md lists what it does not; `far` names the
 * resource at the far end of a link by its address in the first node.
 */
function content(resource: Outgoing, far: (id: string) => string | undefined): Record<string, unknown> {
  const { linked, licence, description, ...all } = resource;
  const rest = Object.fromEntries(Object.entries(all).filter(([field]) => !OF_THE_NODE.includes(field))) as Omit<typeof all, 'id'>;
  const same = JSON.stringify(Object.entries(description ?? {}).sort()) === JSON.stringify(Object.entries(resource.title).sort());
  const spdx = /^https:\/\/spdx\.org\/licenses\/([A-Za-z0-9.+-]+)$/.exec(licence?.url ?? '')?.[1];
  const provider = rest.provider && { ...rest.provider, id: '', url: carried(rest.provider.url) };
  return JSON.parse(
    JSON.stringify({
      ...rest,
      description: same ? undefined : description,
      homepage: carried(rest.homepage),
      provider,
      licence: licence && (spdx && (licence.id ?? spdx) === spdx ? { ...licence, id: spdx, url: undefined } : { ...licence, url: carried(licence.url) }),
      access: rest.access && { ...rest.access, url: carried(rest.access.url) },
      contacts: rest.contacts.map((contact) => ({ ...contact, url: carried(contact.url) })),
      endpoints: rest.endpoints.map((endpoint) => ({ ...endpoint, url: carried(endpoint.url) })),
      distributions: rest.distributions.map(({ format, formatTerm, ...it }) => ({
        ...it,
        url: carried(it.url) ?? it.url,
        format: formatTerm?.id ?? format,
        formatTerm,
        checksum: it.checksum && it.checksum.value.length % 2 === 0 ? it.checksum : undefined,
      })),
      publications: rest.publications.map((publication) => ({ ...publication, url: carried(publication.url) })),
      linked: linked.flatMap(({ predicate, object }) => (far(object.id) === undefined ? [] : [`${predicate} ${far(object.id)}`])).sort(),
    }),
  ) as Record<string, unknown>;
}

/** Compares what went out with what came in, resource by resource. */
async function compare(second: TestNode): Promise<number> {
  const back = new Map<string, Outgoing>();
  const address = new Map<string, string>();
  for await (const resource of resourcesOf(second)) {
    const key = resource.sources.find(({ source }) => source === 'dcat')!.record;
    back.set(key, resource);
    address.set(resource.id, key);
  }
  let compared = 0;
  for await (const page of first.pages()) {
    for (const resource of page) {
      const other = back.get(resource.url);
      expect(other, `${resource.url} came back`).toBeDefined();
      expect(
        content(other!, (id) => address.get(id)),
        `${resource.url} from ${resource.sources.map(({ source, record }) => `${source} ${record}`).join(', ')}`,
      ).toEqual(content(resource, (id) => `${BASE}/r/${id}`));
      compared++;
    }
  }
  expect(back.size).toBe(compared);
  return compared;
}

describe('out and in again is the identity', () => {
  test('for all that a description can say, and for the starter catalogue, in every syntax', async () => {
    const { full } = await first.publish({
      full: {
        ...FULL,
        links: [
          { predicate: 'related-to', target: 'written:other' },
          { predicate: 'is-part-of', target: 'written:whole' },
        ],
      } as never,
      other: {
        identifiers: ['written:other'],
        kind: 'tool',
        reads: ['edam:format_1915'],
        writes: ['edam:format_1929'],
        endpoints: [{ url: 'https://example.org/api', type: 'api' }],
      },
      whole: { identifiers: ['written:whole'], kind: 'database', category: 'knowledge', licence: { name: 'Ask us' } },
      service: {
        kind: 'service',
        endpoints: [
          { url: 'https://example.org/api', type: 'api' },
          { url: 'https://example.org/', type: 'web' },
        ],
        licence: { id: 'MIT' },
      },
      licenceId: { kind: 'workflow', licence: { id: 'no spdx id', url: 'https://example.org/l' }, access: { level: 'closed' } },
      same: { title: { en: 'Same', zh: '同' }, description: { en: 'Same', zh: '同' }, access: { level: 'controlled' } },
      ...BAD,
    });
    expect(full.linked).toHaveLength(2);
    await harvestNow(first.node.context, { source: 'starter', by: 'test' });
    for (const format of [dcatTurtle, dcatJsonLd, dcatNTriples]) {
      const second = await emptyNode();
      const report = await harvestNow(second.context, { source: 'dcat', address: await exported(format, 'small'), by: 'test' });
      expect(report, reportText(report)).toMatchObject({ state: 'done', rejectedTotal: 0, notes: [] });
      expect(await compare(second)).toBe(report.created);
    }
  }, 300_000);

  const real = ['aws-open-data', 'obo-foundry', 'rdmkit'];
  const name = 'for the real registries';
  if (!real.every((source) => sharedData(source))) test.skip(`${name} (not run: ../shared/data not present)`, () => undefined);
  else {
    test(
      name,
      async () => {
        for (const source of real) await harvestNow(first.node.context, { source, address: sharedData(source)!, by: 'test' });
        const second = await emptyNode();
        const report = await harvestNow(second.context, { source: 'dcat', address: await exported(dcatTurtle, 'large'), by: 'test' });
        expect(report, reportText(report)).toMatchObject({ state: 'done', rejectedTotal: 0, notes: [] });
        expect(await compare(second)).toBe(report.created);
        const again = await harvestNow(second.context, { source: 'dcat', address: await exported(dcatTurtle, 'large'), by: 'test' });
        expect(again).toMatchObject({ state: 'done', unchanged: report.read, created: 0, updated: 0, deleted: 0 });
      },
      600_000,
    );
  }
});
