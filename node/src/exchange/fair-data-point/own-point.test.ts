import Fastify from 'fastify';
import { serializerCompiler, validatorCompiler } from 'fastify-type-provider-zod';
import { createServer } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { sealOf } from '../../kernel/seal.ts';
import { PUBLIC_SIGHT } from '../../access/index.ts';
import type { Outgoing } from '../../catalogue/index.ts';
import { harvestNow } from '../harvest-now.ts';
import { reportText } from '../report.ts';
import type { Api } from '../routes/options.ts';
import { readAll } from '../testing/read-all.ts';
import { testNode, type TestNode } from '../testing/test-node.ts';
import { writingNode, type WritingNode } from '../testing/writing-node.ts';
import { fairDataPointRoutes } from './index.ts';
import { fairDataPoint } from './read-fair-data-point.ts';

let first: WritingNode;
let second: TestNode;
let base: string;
const app = Fastify();

const freePort = () =>
  new Promise<number>((resolve) => {
    const server = createServer();
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as { port: number };
      server.close(() => resolve(port));
    });
  });

beforeAll(async () => {
  first = await writingNode();
  second = await testNode();
  await harvestNow(first.node.context, { source: 'starter', by: 'test' });
  await first.publish({
    set: {
      title: { en: 'A set' },
      distributions: [
        { url: 'https://files.example/a.csv', mediaType: 'text/csv' },
        { url: 'https://files.example/b.csv', size: 7 },
      ],
    },
  });
  const port = await freePort();
  base = `http://127.0.0.1:${port}`;
  app.setValidatorCompiler(validatorCompiler);
  app.setSerializerCompiler(serializerCompiler);
  fairDataPointRoutes(app as unknown as Api, {
    db: first.node.db,
    vocabulary: () => first.node.vocabulary.current(),
    baseUrl: base,
    sourceTitle: (source) => ({ en: source }),
    publicSight: async () => PUBLIC_SIGHT,
    seal: sealOf('a secret', 'pages'),
    node: { name: { en: 'A node', zh: '节点' }, description: { en: 'A catalogue.', zh: '目录。' } },
    version: '1',
  });
  await app.listen({ port, host: '127.0.0.1' });
});
afterAll(async () => {
  await app.close();
  await first.close();
  await second.close();
});

test('this node harvests the FAIR Data Point of another, every resource of every catalogue', async () => {
  const report = await harvestNow(second.context, { source: 'fair-data-point', address: `${base}/fdp`, by: 'test' });
  expect(report, reportText(report)).toMatchObject({ state: 'done', rejectedTotal: 0 });
  const sent: Outgoing[] = [];
  for await (const page of first.pages()) sent.push(...page);
  const { records, whole } = await readAll(fairDataPoint, `${base}/fdp`);
  expect(whole).toEqual(['records']);
  const byPage = new Map(records.map(({ description }) => [description.aliases!.find((alias) => alias.startsWith(`${base}/r/`)), description]));
  for (const { id, kind, category, title, homepage, distributions } of sent) {
    const came = byPage.get(`${base}/r/${id}`);
    expect(came, title['en']).toMatchObject({ kind, category, title, distributions: distributions.map(({ url }) => ({ url })) });
    expect(came!.homepage).toBe(homepage);
  }
  expect(report.read).toBe(sent.length);
  const again = await harvestNow(second.context, { source: 'fair-data-point', address: `${base}/fdp`, by: 'test' });
  expect(again).toMatchObject({ state: 'done', created: 0, updated: 0, deleted: 0, unchanged: report.read });
}, 120_000);
