import { mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { readAll } from '../testing/read-all.ts';
import { onRealData } from '../testing/shared-data.ts';
import { edam } from './index.ts';

const HEAD =
  '<?xml version="1.0"?>\n<rdf:RDF xmlns="http://edamontology.org/" xmlns:owl="http://www.w3.org/2002/07/owl#" xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:rdfs="http://www.w3.org/2000/01/rdf-schema#" xmlns:oboInOwl="http://www.geneontology.org/formats/oboInOwl#">\n';
async function owl(text: string): Promise<string> {
  const path = join(await mkdtemp(join(tmpdir(), 'biotope-edam-')), 'EDAM.owl');
  await writeFile(path, text);
  return path;
}

const FASTQ = `<owl:Class rdf:about="http://edamontology.org/format_1930">
  <rdfs:subClassOf rdf:resource="http://edamontology.org/format_2545"/>
  <rdfs:subClassOf><owl:Restriction><owl:onProperty rdf:resource="http://edamontology.org/is_format_of"/><owl:someValuesFrom rdf:resource="http://edamontology.org/data_2044"/></owl:Restriction></rdfs:subClassOf>
  <file_extension>fastq|.FQ</file_extension>
  <oboInOwl:hasDefinition>Reads &amp; qualities.</oboInOwl:hasDefinition>
  <oboInOwl:hasExactSynonym>FASTAQ</oboInOwl:hasExactSynonym>
  <oboInOwl:hasNarrowSynonym>fq</oboInOwl:hasNarrowSynonym>
  <rdfs:label>FASTQ</rdfs:label>
</owl:Class>`;
const GONE = `<owl:Class rdf:about="http://edamontology.org/data_0831">
  <rdfs:subClassOf rdf:resource="http://www.w3.org/2002/07/owl#DeprecatedClass"/>
  <oboInOwl:replacedBy rdf:resource="http://edamontology.org/data_0582"/>
  <oboInOwl:consider rdf:resource="http://edamontology.org/data_0001"/>
  <rdfs:label>MeSH</rdfs:label><owl:deprecated>true</owl:deprecated>
</owl:Class>`;

describe('EDAM', () => {
  test('a term has its names, its place, its relations and its file extensions', async () => {
    const { terms, whole } = await readAll(edam, await owl(`${HEAD}${FASTQ}${GONE}<owl:Class rdf:about="http://www.w3.org/2002/07/owl#DeprecatedClass"/></rdf:RDF>`));
    expect(terms).toEqual([
      {
        id: 'edam:format_1930',
        iri: 'http://edamontology.org/format_1930',
        vocabulary: 'edam',
        branch: 'format',
        label: { en: 'FASTQ' },
        synonyms: [
          { text: 'FASTAQ', language: 'en', type: 'exact' },
          { text: 'fq', language: 'en', type: 'narrow' },
        ],
        definition: { en: 'Reads & qualities.' },
        broader: ['edam:format_2545'],
        deprecated: false,
        replacedBy: [],
        consider: [],
        relations: [{ predicate: 'is_format_of', target: 'edam:data_2044' }],
        extensions: ['fastq', 'fq'],
      },
      expect.objectContaining({ id: 'edam:data_0831', deprecated: true, broader: [], replacedBy: ['edam:data_0582'], consider: ['edam:data_0001'] }),
    ]);
    expect(whole).toEqual(['terms']);
  });

  test.each([
    ['cut off', `${HEAD}${FASTQ.slice(0, 300)}`],
    ['of another kind', '{"json": true}'],
    [
      'an entity that unfolds',
      `<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>${HEAD}<owl:Class rdf:about="http://edamontology.org/data_0001"><rdfs:label>&b;</rdfs:label></owl:Class></rdf:RDF>`,
    ],
    ['nested without end', `${HEAD}${'<owl:Class>'.repeat(100)}`],
  ])('a file that is %s fails with its place', async (_, text) => {
    await expect(readAll(edam, await owl(text))).rejects.toThrow(/EDAM\.owl is cut off or no valid OWL \(RDF\/XML\): .*\d+:\d+/);
  });

  test('a file without concepts is refused, a concept without label rejected', async () => {
    await expect(readAll(edam, await owl(`${HEAD}</rdf:RDF>`))).rejects.toThrow('holds no concept of EDAM');
    const { rejections } = await readAll(edam, await owl(`${HEAD}<owl:Class rdf:about="http://edamontology.org/data_0001"/></rdf:RDF>`));
    expect(rejections).toMatchObject([{ record: 'edam:data_0001', field: 'label', reason: 'is missing' }]);
  });

  onRealData('reads every class of the real ontology', 'edam', async (folder) => {
    const text = await readFile(join(folder, 'EDAM_stable.owl'), 'utf8');
    const { terms, rejections } = await readAll(edam, folder);
    const count = (pattern: RegExp) => text.match(pattern)?.length ?? 0;
    expect(rejections).toEqual([]);
    for (const branch of ['topic', 'operation', 'data', 'format']) {
      expect(terms.filter((term) => term.branch === branch)).toHaveLength(count(new RegExp(`<owl:Class rdf:about="http://edamontology\\.org/${branch}_`, 'g')));
    }
    expect(terms).toHaveLength(3_471);
    const classes = text
      .split(/<owl:Class rdf:about="http:\/\/edamontology\.org\/[a-z]+_\d+">/)
      .slice(1)
      .map((block) => block.slice(0, block.indexOf('\n    </owl:Class>')));
    expect(terms.filter(({ deprecated }) => deprecated)).toHaveLength(classes.filter((block) => /<owl:deprecated[^>]*>true</.test(block)).length);
    expect(terms.flatMap(({ relations }) => relations)).toHaveLength(count(/<owl:Restriction>/g));
    expect(terms.flatMap(({ replacedBy }) => replacedBy)).toHaveLength(count(/<oboInOwl:replacedBy rdf:resource="http:\/\/edamontology/g));
    expect(terms.every(({ label }) => label['en'])).toBe(true);
  });
});
