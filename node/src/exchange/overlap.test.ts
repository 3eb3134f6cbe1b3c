import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { load } from 'js-yaml';
import { describe, expect, test } from 'vitest';
import { run, type Db } from '../kernel/database.ts';
import { noLongerIn, recordKeys, withdrawRecords } from '../catalogue/index.ts';
import { harvestNow } from './harvest-now.ts';
import { sharedData } from './testing/shared-data.ts';
import { testNode, type TestNode } from './testing/test-node.ts';

const galaxy = sharedData('galaxy-codex');
const rdmkit = sharedData('rdmkit');

/** The bio.tools identifiers that both files name, read from the files themselves. */
async function sharedIdentifiers(): Promise<string[]> {
  const lines = (await readFile(join(galaxy!, 'tools.tsv'), 'utf8')).split('\n');
  const column = lines[0]!.split('\t').indexOf('bio.tool ID');
  const inGalaxy = new Set(
    lines.slice(1).flatMap((line) =>
      (line.split('\t')[column] ?? '')
        .toLowerCase()
        .split(/[,\s]+/)
        .filter(Boolean),
    ),
  );
  const list = load(await readFile(join(rdmkit!, 'tool_and_resource_list.yml'), 'utf8')) as { registry?: { biotools?: string } | null }[];
  const inRdmkit = new Set(list.flatMap(({ registry }) => registry?.biotools?.toLowerCase() ?? []));
  return [...inRdmkit].filter((id) => inGalaxy.has(id)).sort();
}

/** Of each identifier, the sources of the resources that bear it, most sources first. */
async function sourcesOf(db: Db, identifier: string): Promise<string[][]> {
  const { rows } = await run(
    db,
    `select (select array_agg(distinct r.source order by r.source) from catalogue.record r where r.resource_id = n.resource_id and not r.withdrawn) as sources
     from (select distinct resource_id from catalogue.name where name = $1 and denotes) n
     join catalogue.resource on resource.id = n.resource_id and status = 'published'`,
    [identifier],
  );
  return rows.map(({ sources }) => (sources ?? []) as string[]).sort((a, b) => b.length - a.length);
}

describe.skipIf(!galaxy || !rdmkit)('what RDMkit and Galaxy Codex both describe', () => {
  test.each([
    ['rdmkit', 'galaxy-codex'],
    ['galaxy-codex', 'rdmkit'],
  ])(
    'is one resource, %s first',
    async (...order) => {
      const node: TestNode = await testNode();
      try {
        for (const source of order) expect(await harvestNow(node.context, { source, address: sharedData(source)!, by: 'test' })).toMatchObject({ state: 'done' });
        const shared = await sharedIdentifiers();
        expect(shared.length).toBeGreaterThanOrEqual(12);
        for (const id of shared) expect((await sourcesOf(node.db, `biotools:${id}`))[0], id).toEqual(['galaxy-codex', 'rdmkit']);
        const twice = await run(node.db, `select resource_id from catalogue.record where not withdrawn group by resource_id having count(*) > count(distinct source)`);
        expect(twice.rows, 'no source finds two of its records in one resource').toEqual([]);

        const gone = order[0]!;
        await node.db.transaction().execute(async (trx) => {
          for (const collection of gone === 'rdmkit' ? ['resources', 'pages'] : ['tools']) {
            for await (const keys of recordKeys(trx, gone, collection)) {
              await withdrawRecords(trx, gone, keys, { vocabulary: node.vocabulary.current(), at: new Date(), by: 'test', reason: noLongerIn({ en: gone }, new Date()) });
            }
          }
        });
        for (const id of shared) {
          const left = (await sourcesOf(node.db, `biotools:${id}`)).filter((sources) => sources.includes(order[1]!));
          expect(left.length, id).toBeGreaterThanOrEqual(1);
          expect(left.every((sources) => !sources.includes(gone))).toBe(true);
        }
        expect(await harvestNow(node.context, { source: gone, address: sharedData(gone)!, by: 'test' })).toMatchObject({ state: 'done' });
        for (const id of shared) expect((await sourcesOf(node.db, `biotools:${id}`))[0], id).toEqual(['galaxy-codex', 'rdmkit']);
      } finally {
        await node.close();
      }
    },
    600_000,
  );
});
if (!galaxy || !rdmkit) test.skip('what RDMkit and Galaxy Codex both describe (not run: ../shared/data not present)', () => undefined);
