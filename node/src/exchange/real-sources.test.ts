import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { run } from '../kernel/database.ts';
import { harvestNow } from './harvest-now.ts';
import { reportText } from './report.ts';
import { sharedData } from './testing/shared-data.ts';
import { testNode, type TestNode } from './testing/test-node.ts';

/** What the real files hold, counted by each source's own test from the files themselves. */
const EXPECTED = [
  { source: 'edam', folder: 'edam', read: 3_471, rejected: 0 },
  { source: 'galaxy-codex', folder: 'galaxy-codex', read: 1_832 + 6_558 + 627 + 28, rejected: 0 },
  { source: 'aws-open-data', folder: 'aws-open-data', read: 2_672, rejected: 12 },
  { source: 'obo-foundry', folder: 'obo-foundry', read: 266, rejected: 0 },
  { source: 'rdmkit', folder: 'rdmkit', read: 633 + 133, rejected: 32 + 2 },
];
const present = EXPECTED.every(({ folder }) => sharedData(folder));

describe.skipIf(!present)('the real registries', () => {
  let node: TestNode;
  beforeAll(async () => {
    node = await testNode();
  });
  afterAll(() => node.close());
  const versions = async () =>
    (
      await run(
        node.db,
        `select (select md5(string_agg(ctid::text || xmin::text, ',' order by ctid)) from catalogue.resource) as resources, (select md5(string_agg(ctid::text || xmin::text, ',' order by ctid)) from catalogue.record) as records, (select md5(string_agg(ctid::text || xmin::text, ',' order by ctid)) from catalogue.link) as links`,
      )
    ).rows[0];

  test('are taken in whole, and a second time nothing is written', async () => {
    expect((await harvestNow(node.context, { source: 'starter', by: 'test' })).rejected).toEqual([]);
    for (const { source, folder, read, rejected } of EXPECTED) {
      const report = await harvestNow(node.context, { source, address: sharedData(folder)!, by: 'test' });
      expect(report, reportText(report)).toMatchObject({ state: 'done', read, created: read - rejected, rejectedTotal: rejected, deleted: 0 });
    }
    const before = await versions();
    for (const { source, folder, read, rejected } of EXPECTED) {
      const report = await harvestNow(node.context, { source, address: sharedData(folder)!, by: 'test' });
      expect(report).toMatchObject({ state: 'done', read, unchanged: read - rejected, created: 0, updated: 0, deleted: 0, rejectedTotal: rejected });
    }
    expect(await versions()).toEqual(before);

    const { rows } = await run(
      node.db,
      `
      select count(*) as uses from catalogue.link l join catalogue.record r on (r.source, r.key) = (l.source, l.record)
      where l.source = 'galaxy-codex' and l.predicate = 'uses' and l.object_id is not null and r.collection = 'workflows'`,
    );
    expect(rows[0]!['uses']).toBe(38_428);
    const teaches = await run(
      node.db,
      `select count(distinct subject_id) as tutorials from catalogue.link where source = 'galaxy-codex' and predicate = 'teaches' and object_id is not null`,
    );
    expect(teaches.rows[0]!['tutorials']).toBeGreaterThanOrEqual(313);
  }, 600_000);
});
if (!present) test.skip('the real registries (not run: ../shared/data not present)', () => undefined);
