import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { readAll } from '../testing/read-all.ts';
import { starter } from './index.ts';

test('reads lists of entries, passes over what is no list, and names an entry without a key', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'biotope-starter-'));
  await writeFile(join(folder, 'data.yaml'), '- key: genbank\n  description: { kind: database, title: { en: GenBank } }\n- description: { kind: tool }\n');
  await writeFile(join(folder, 'coverage.yaml'), 'GenBank: [genbank]\n');
  const { records, rejections, whole } = await readAll(starter, folder);
  expect(records).toEqual([{ key: 'genbank', collection: 'starter', description: { kind: 'database', title: { en: 'GenBank' } } }]);
  expect(rejections).toMatchObject([{ record: 'data.yaml entry 2', field: 'key' }]);
  expect(whole).toEqual(['starter']);
});

test('its own address holds the catalogue of this repository', async () => {
  const { records, rejections } = await readAll(starter, starter.defaultAddress ?? '');
  expect(rejections).toEqual([]);
  expect(records.map(({ key }) => key)).toContain('galaxy');
});
