import { PUBLIC_SIGHT, type Access } from '../../access/index.ts';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { run, type Db } from '../../kernel/database.ts';
import { publishTerms, type Vocabulary } from '../../vocabulary/index.ts';
import { aTerm } from '../../vocabulary/testing/term.ts';
import { amendResource } from '../amend-resource.ts';
import { acceptProposal, listProposals } from '../curation/index.ts';
import type { DescriptionInput } from '../description.ts';
import { publishRecords } from '../publish-records.ts';
import { resourcesNamed, type Reading } from '../read-resource.ts';
import { openCatalogue } from '../testing/catalogue.ts';
import { NODE_SCOPE, sourceScope } from './count-quality.ts';
import { keepQuality } from './keep-quality.ts';
import { runQualityPass } from './quality-pass.ts';
import { listQuality } from './quality-store.ts';
import { resourceQuality } from './resource-quality.ts';

const operator = { kind: 'operator', name: 'test' } as const;
const provision = { standards: () => [] };
const NOW = new Date('2026-11-22T12:00:00Z');

let db: Db;
let access: Access;
let close: () => Promise<void>;
let reading: Reading;
let vocabulary: Vocabulary;

beforeAll(async () => {
  ({ db, vocabulary, access, reading, close } = await openCatalogue((empty) =>
    empty
      .transaction()
      .execute((trx) =>
        publishTerms(
          trx,
          'edam',
          [
            aTerm('operation_0004', 'Operation'),
            aTerm('operation_2436', 'Gene-set enrichment analysis', { broader: ['edam:operation_0004'] }),
            aTerm('operation_3224', 'Gene set testing', { deprecated: true, replacedBy: ['edam:operation_2436'] }),
            aTerm('operation_2497', 'Pathway or network analysis', { deprecated: true, consider: ['edam:operation_2436', 'edam:operation_0004'] }),
          ],
          { at: NOW },
        ),
      ),
  ));
  await publish('alpha', {
    current: { kind: 'tool', title: { en: 'Current' }, operations: ['Gene-set enrichment analysis'], licence: { id: 'MIT' }, homepage: 'https://a.example/current' },
    drifted: { kind: 'tool', title: { en: 'Drifted' }, operations: ['Gene set testing', 'Pathway or network analysis'], homepage: 'https://a.example/drifted' },
    twin: { kind: 'tool', title: { en: 'Twin' } },
  });
  await publish('beta', { twin: { kind: 'tool', title: { en: 'TWIN' }, licence: { name: 'ask' } }, other: { kind: 'dataset', title: { en: 'Twin' } } });
});
afterAll(() => close());

const publish = (source: string, records: Record<string, DescriptionInput>) =>
  db.transaction().execute((trx) =>
    publishRecords(
      trx,
      source,
      Object.entries(records).map(([key, description]) => ({ key, collection: 'all', description })),
      { vocabulary, at: NOW, by: `harvest:${source}` },
    ),
  );
const idOf = async (name: string) => (await resourcesNamed({ db, vocabulary, sight: PUBLIC_SIGHT }, name))[0] as string;
const pass = () => runQualityPass({ reading, provision, rules: '1', now: () => NOW });
const keep = () =>
  keepQuality(
    () => ({ reading, provision, rules: '1', now: () => NOW }),
    () => undefined,
  );
const proposals = async (type: 'dead-link' | 'deprecated-term') => (await listProposals({ db, caller: operator, access, sourceTitle: reading.sourceTitle }, { type })).items;

it('counts by source and for the node, and the two agree with the resources’ own reports', async () => {
  const kept = keep();
  const [node, alpha, beta] = await Promise.all([kept.summary(NODE_SCOPE), kept.summary(sourceScope('alpha')), kept.summary(sourceScope('beta'))]);
  expect([node.resources, alpha.resources, beta.resources]).toEqual([5, 3, 2]);
  expect(node).toMatchObject({ stale: false, computed: NOW.toISOString() });
  for (const summary of [node, alpha, beta]) {
    for (const { metric, counts } of summary.metrics) expect(counts.holds + counts.partly + counts.fails + counts.notApplicable, metric).toBe(summary.resources);
  }
  const licence = (summary: typeof node) => summary.metrics.find(({ metric }) => metric === 'FsF-R1.1-01M')?.counts;
  expect(licence(alpha)).toEqual({ holds: 1, partly: 0, fails: 2, notApplicable: 0 });
  expect(licence(beta)).toEqual({ holds: 0, partly: 1, fails: 1, notApplicable: 0 });
  const own = await resourceQuality(reading, await idOf('alpha:current'), provision, NOW);
  expect(own.metrics.find(({ metric }) => metric === 'FsF-R1.1-01M')?.verdict).toBe('holds');
  await kept.close();
});

it('lists what fails, page by page, by source, metric and finding', async () => {
  await pass();
  const list = async (wanted: object) => (await listQuality(db, PUBLIC_SIGHT, { after: 0, limit: 50, ...wanted })).map((row) => (row['title'] as { en: string }).en).sort();
  expect(await list({ metric: 'FsF-R1.1-01M', verdict: 'fails' })).toEqual(['Drifted', 'Twin', 'Twin']);
  expect(await list({ metric: 'FsF-R1.1-01M' })).toEqual(['Drifted', 'TWIN', 'Twin', 'Twin']);
  expect(await list({ metric: 'FsF-R1.1-01M', source: 'beta' })).toEqual(['TWIN', 'Twin']);
  expect(await list({ finding: 'duplicate-title' }), 'the same title and kind, whatever its case').toEqual(['TWIN', 'Twin']);
  const [first, ...rest] = await listQuality(db, PUBLIC_SIGHT, { after: 0, limit: 50, finding: 'no-licence' });
  const ids = (rows: typeof rest) => rows.map((row) => row['id']);
  expect(ids(await listQuality(db, PUBLIC_SIGHT, { after: first?.['ordinal'] as number, limit: 50, finding: 'no-licence' }))).toEqual(ids(rest));
});

it('terms a vocabulary has deprecated are told as the record wrote them, though the catalogue shows what replaces them', async () => {
  const id = await idOf('alpha:drifted');
  const { deprecatedTerms, findings } = await resourceQuality(reading, id, provision, NOW);
  expect(deprecatedTerms).toMatchObject([
    { field: '/operations/0', written: 'Gene set testing', replacement: { id: 'edam:operation_2436' }, consider: [], source: 'alpha', record: 'drifted' },
    { field: '/operations/1', written: 'Pathway or network analysis', replacement: null, consider: [{ id: 'edam:operation_2436' }, { id: 'edam:operation_0004' }] },
  ]);
  expect(findings.map(({ finding }) => finding)).toContain('deprecated-term');
  const { deprecatedTerms: counted } = await keep().summary(sourceScope('alpha'));
  expect(counted).toMatchObject([
    { term: { id: 'edam:operation_2497' }, replacement: null, resources: 1, examples: [id] },
    { term: { id: 'edam:operation_3224' }, replacement: { id: 'edam:operation_2436' }, resources: 1, examples: [id] },
  ]);
});

it('proposes each finding once; a curator’s acceptance mends it and it does not come back', async () => {
  const id = await idOf('alpha:drifted');
  await pass();
  await pass();
  const open = await proposals('deprecated-term');
  expect(open.map(({ subject, detail }) => [subject, (detail as { written?: string }).written]).sort()).toEqual([
    [id, 'Gene set testing'],
    [id, 'Pathway or network analysis'],
  ]);
  await acceptProposal({ db, vocabulary, access, caller: operator, at: NOW }, Number(open[0]?.id), {});
  expect((await resourceQuality(reading, id, provision, NOW)).deprecatedTerms).toEqual([]);
  await pass();
  expect(await proposals('deprecated-term'), 'what is mended is no longer open').toEqual([]);
});

it('a dead address is proposed with what is known of it, and settles when it answers again', async () => {
  const id = await idOf('alpha:current');
  const address = 'https://a.example/current';
  const put = (state: string) =>
    run(
      db,
      `insert into catalogue.address_check (address, host, state, http_status, checked, failing_since, failures, next_check)
       values ($1, 'a.example', $2, 404, $3, $3, 3, $3) on conflict (address) do update set state = excluded.state`,
      [address, state, NOW],
    );
  await put('dead');
  await pass();
  expect(await proposals('dead-link')).toMatchObject([{ subject: id, detail: { address, field: '/homepage', status: 404, since: NOW.toISOString() } }]);
  expect((await resourceQuality(reading, id, provision, NOW)).findings.map(({ finding }) => finding)).toContain('dead-link');
  await put('alive');
  await pass();
  expect(await proposals('dead-link')).toEqual([]);
});

it('the counts follow what changes: withdrawn resources are no longer among them', async () => {
  const kept = keep();
  await kept.summary(NODE_SCOPE);
  await amendResource({ db, vocabulary, access, caller: operator, at: new Date(NOW.getTime() + 1_000) }, await idOf('beta:other'), { status: 'withdrawn', statusReason: 'test' });
  expect((await kept.summary(NODE_SCOPE)).resources).toBe(4);
  expect((await kept.summary(sourceScope('beta'))).resources).toBe(1);
  await expect(
    resourceQuality(reading, (await run(db, `select id from catalogue.resource where status = 'withdrawn'`)).rows[0]?.['id'] as string, provision, NOW),
  ).rejects.toMatchObject({
    code: 'gone',
  });
  await expect(resourceQuality(reading, 'zzzzzzzzzzzz', provision, NOW)).rejects.toMatchObject({ code: 'not-found' });
  await kept.close();
});
