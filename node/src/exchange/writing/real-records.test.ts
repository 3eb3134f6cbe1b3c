import { parse } from 'csv-parse/sync';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Outgoing } from '../../catalogue/index.ts';
import { CONFORMS_TO } from '../bioschemas/profiles.ts';
import { FORMATS } from '../formats.ts';
import { harvestNow } from '../harvest-now.ts';
import { bioschemasSchemas, hasBioschemas } from '../testing/bioschemas-schemas.ts';
import { sharedData } from '../testing/shared-data.ts';
import { writingNode, written, type WritingNode } from '../testing/writing-node.ts';

const SOURCES = ['edam', 'aws-open-data', 'obo-foundry', 'rdmkit'];
const present = SOURCES.every((source) => sharedData(source));
/** The workflows of the real one are six thousand of one form; these are a few of each. */
const GALAXY_CODEX = new URL('../../../../portal/tests/fixtures/galaxy-codex', import.meta.url).pathname;

describe.skipIf(!present)('the real registries', () => {
  let it: WritingNode;
  const all: Outgoing[] = [];
  beforeAll(async () => {
    it = await writingNode();
    for (const source of SOURCES) await harvestNow(it.node.context, { source, address: sharedData(source)!, by: 'test' });
    await harvestNow(it.node.context, { source: 'galaxy-codex', address: GALAXY_CODEX, by: 'test' });
    await harvestNow(it.node.context, { source: 'starter', by: 'test' });
    for await (const page of it.pages()) all.push(...page);
  }, 600_000);
  afterAll(() => it.close());
  const write = (id: string, resources: Outgoing[], whole = true) =>
    written(
      FORMATS.find((format) => format.id === id)!,
      resources,
      it.context(),
      { whole },
    );

  test.skipIf(!hasBioschemas)(
    `every resource of a profiled kind holds by its official profile${hasBioschemas ? '' : ' (not run: ../shared/specs/bioschemas not present)'}`,
    async () => {
      const schemas = bioschemasSchemas();
      const [catalogue, ...nodes] = JSON.parse(await write('bioschemas', all))['@graph'] as Record<string, any>[];
      expect(catalogue?.['@type']).toBe('DataCatalog');
      expect(nodes).toHaveLength(all.length);
      const profiled = nodes.filter((node) => node[CONFORMS_TO]);
      expect(profiled.length).toBeGreaterThan(3_000);
      const failed = profiled.flatMap((node) => {
        const validate = schemas.get(node[CONFORMS_TO]['@id']);
        return validate?.(node) ? [] : [`${node['@id']}: ${JSON.stringify(validate?.errors)}`];
      });
      expect(failed).toEqual([]);
    },
  );

  test('every format writes every resource it has words for', async () => {
    for (const [id, countOf] of [
      ['datacite', (text: string) => JSON.parse(text).length],
      ['csl', (text: string) => JSON.parse(text).length],
      ['biotools', (text: string) => JSON.parse(text).count],
      ['bibtex', (text: string) => text.match(/^@misc\{/gm)?.length],
      ['csv', (text: string) => parse(text, { bom: true, columns: true }).length],
    ] as const) {
      const { covers } = FORMATS.find((format) => format.id === id)!;
      const covered = all.filter((resource) => covers(resource));
      expect(countOf(await write(id, covered)), id).toBe(covered.length);
    }
  });

  test('nothing stated is made up: a licence stands where a source states one', async () => {
    const unlicensed = all.filter(({ licence }) => !licence);
    expect(unlicensed.length).toBeGreaterThan(100);
    const nodes = JSON.parse(await write('bioschemas', unlicensed, false))['@graph'] as Record<string, any>[];
    expect([...new Set(nodes.map(({ license }) => license?.identifier))].sort()).toEqual(['NOASSERTION', undefined]);
    const records = JSON.parse(await write('datacite', unlicensed)) as { rightsList?: { rightsIdentifier?: string }[] }[];
    expect(records.flatMap(({ rightsList }) => rightsList?.flatMap(({ rightsIdentifier }) => rightsIdentifier ?? []) ?? [])).toEqual([]);
  });
});
if (!present) test.skip('the real registries (not run: ../shared/data not present)', () => undefined);
