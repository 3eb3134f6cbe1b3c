import { mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { Description } from '../../catalogue/index.ts';
import { readAll } from '../testing/read-all.ts';
import { onRealData } from '../testing/shared-data.ts';
import { oboFoundry } from './index.ts';

async function registry(text: string): Promise<string> {
  const path = join(await mkdtemp(join(tmpdir(), 'biotope-obo-')), 'ontologies.yml');
  await writeFile(path, text);
  return path;
}

describe('the OBO Foundry', () => {
  test('an ontology says what it depends on, where its products lie and what replaced it', async () => {
    const { record } = await readAll(
      oboFoundry,
      await registry(`ontologies:
- { id: old, title: Old, is_obsolete: true, replaced_by: new, activity_status: inactive }
- id: new
  title: New ontology
  domain: health
  taxon: { id: 'NCBITaxon:9606', label: Homo sapiens }
  license: { label: CC BY 4.0, url: 'https://creativecommons.org/licenses/by/4.0/' }
  contact: { label: A, email: a@example.org, orcid: 0000-0001-9896-3531 }
  dependencies: [{ id: bfo }]
  products: [{ id: new.owl, ontology_purl: 'http://purl.obolibrary.org/obo/new.owl' }]
`),
    );
    expect(record('old').description).toMatchObject({
      status: 'deprecated',
      statusReason: 'The OBO Foundry marks this ontology as obsolete; it is replaced by new.',
      keywords: ['inactive'],
    });
    expect(record('old').description.links).toContainEqual({ predicate: 'replaced-by', target: 'obo:new' });
    expect(record('new').description).toMatchObject({
      identifiers: ['obo:new', 'bioregistry:new'],
      keywords: ['health', 'Homo sapiens'],
      licence: { id: 'CC-BY-4.0' },
      contacts: [{ name: 'A', email: 'a@example.org', orcid: '0000-0001-9896-3531' }],
      formats: ['edam:format_2197'],
      distributions: [{ title: 'new.owl', url: 'http://purl.obolibrary.org/obo/new.owl' }],
    });
    expect(record('new').description.links).toContainEqual({ predicate: 'depends-on', target: 'obo:bfo' });
  });

  test('an entry that does not hold is named with its field, a file that is none with its line', async () => {
    const { rejections, records } = await readAll(oboFoundry, await registry('ontologies:\n- { id: a, title: A }\n- { id: b }\n- 7\n'));
    expect(records).toHaveLength(1);
    expect(rejections.map(({ record, field }) => [record, field])).toEqual([
      ['b', 'title'],
      ['ontologies.yml ontology 3', ''],
    ]);
    await expect(readAll(oboFoundry, await registry('ontologies: [\n'))).rejects.toThrow(/ontologies.yml is no valid YAML: line 2/);
    await expect(readAll(oboFoundry, await registry('other: 1\n'))).rejects.toThrow('has no list "ontologies"');
  });

  onRealData('reads every ontology and dependency of the real registry', 'obo-foundry', async (folder) => {
    const text = await readFile(join(folder, 'ontologies.yml'), 'utf8');
    const { records, rejections } = await readAll(oboFoundry, folder);
    expect(rejections).toEqual([]);
    expect(records).toHaveLength(text.match(/^- /gm)!.length);
    expect(records).toHaveLength(266);
    const links = records.flatMap(({ description }) => description.links ?? []);
    expect(links.filter(({ predicate }) => predicate === 'depends-on')).toHaveLength(306);
    expect(links.filter(({ predicate }) => predicate === 'replaced-by')).toHaveLength(text.match(/^  replaced_by:/gm)!.length);
    expect(records.filter(({ description }) => description.status === 'deprecated')).toHaveLength(text.match(/^  is_obsolete: true/gm)!.length);
    for (const { key, description } of records) expect(Description.safeParse(description).error?.issues, key).toBeUndefined();
  });
});
