import { hash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { Store } from 'n3';
import { describe, expect, test } from 'vitest';
import { jsonLdIn, profileCheck } from './bioschemas/check.ts';
import { PROFILES } from './bioschemas/sources.ts';
import { SHAPES as DCAT_AP } from './dcat-ap/sources.ts';
import { compare, type Replicated } from './ldes/check.ts';
import { SHAPES as FDP } from './fair-data-point/sources.ts';
import { reportOf } from './oai-pmh/check.ts';
import { officialFiles, type OfficialFile } from './official-files.ts';
import { parseTurtle, shapeCheck } from './shapes.ts';

/** A check that cannot fail proves nothing: each is fed something that does not conform. */
const SPECS = process.env['BIOTOPE_SPECS'] ?? new URL('../../shared/specs', import.meta.url).pathname;
const withFiles = (folder: string, files: readonly OfficialFile[], name: string, check: (files: Map<string, string>) => Promise<void>) => {
  if (existsSync(`${SPECS}/${folder}`)) test(name, async () => check(await officialFiles(folder, files)));
  else test.skip(`${name} (not run: ${SPECS}/${folder} not present)`, () => undefined);
};

const PREFIXES = `@prefix dcat: <http://www.w3.org/ns/dcat#> . @prefix dct: <http://purl.org/dc/terms/> . @prefix foaf: <http://xmlns.com/foaf/0.1/> . @prefix skos: <http://www.w3.org/2004/02/skos/core#> .`;
const graph = (turtle: string) => new Store(parseTurtle(PREFIXES + turtle, 'https://example.org/'));

describe('DCAT-AP', () => {
  const dataset = (n: number, more = '') => `<d${n}> a dcat:Dataset ; dct:title "Set ${n}"@en ; dct:description "A set"@en ; dcat:theme <t> ${more} . `;
  const theme = '<t> a skos:Concept ; skos:prefLabel "Theme"@en . ';

  withFiles('dcat-ap-3.0.1', DCAT_AP, 'a sound catalogue passes; a missing title, a wrong class and a second value do not', async (files) => {
    const check = shapeCheck(files);
    expect((await check(graph(theme + dataset(1)))).violations).toEqual([]);
    const { violations } = await check(
      graph(
        `${theme}${dataset(1)} <d2> a dcat:Dataset ; dct:description "No title"@en . <d3> a dcat:Dataset ; dct:title "T"@en ; dct:description "D"@en ; dcat:distribution <not-one> . <not-one> a foaf:Document .`,
      ),
    );
    expect(new Set(violations.map(({ focus }) => focus))).toEqual(new Set(['https://example.org/d2', 'https://example.org/d3']));
  });

  withFiles('dcat-ap-3.0.1', DCAT_AP, 'in pieces it finds what it finds in the whole: no violation is hidden, none is made up', async (files) => {
    const check = shapeCheck(files, { piece: 1_000 });
    // More than one piece holds, each resource of some twenty triples, and a catalogue that lists them all.
    const padding = (n: number) => Array.from({ length: 18 }, (_, k) => `; dcat:keyword "k${n}-${k}"@en`).join(' ');
    const sound = Array.from({ length: 260 }, (_, n) => dataset(n, padding(n))).join('\n');
    const catalogue = `<c> a dcat:Catalog ; dct:title "C"@en ; dct:description "D"@en ; dct:publisher <p> ; dcat:dataset ${Array.from({ length: 260 }, (_, n) => `<d${n}>`).join(', ')} . <p> a foaf:Agent ; foaf:name "P" . `;
    expect((await check(graph(theme + sound + catalogue))).violations).toEqual([]);
    const planted = graph(`${theme}${sound}${catalogue} <c> dcat:dataset <stray> . <stray> a foaf:Document . <late> a dcat:Dataset ; dct:title "T"@en .`);
    const { violations } = await check(planted);
    expect(new Set(violations.map(({ focus, path }) => `${focus} ${path}`))).toEqual(
      new Set(['https://example.org/c http://www.w3.org/ns/dcat#dataset', 'https://example.org/late http://purl.org/dc/terms/description']),
    );
  });
});

describe('FAIR Data Point', () => {
  withFiles('fair-data-point', FDP, 'a resource without version, or with titles in two languages, is a violation', async (files) => {
    const check = shapeCheck(files, { together: true });
    const publisher = '<p> a foaf:Agent ; foaf:name "P" . ';
    const resource = '<r> a dcat:Resource ; dct:title "T" ; dct:publisher <p> ; dcat:version "1" . ';
    expect((await check(graph(publisher + resource))).violations).toEqual([]);
    const paths = async (turtle: string) => (await check(graph(publisher + turtle))).violations.map(({ path }) => path);
    expect(await paths(`${resource} <r> dct:title "题"@zh .`)).toEqual(['http://purl.org/dc/terms/title']);
    expect(await paths('<r> a dcat:Resource ; dct:title "T" ; dct:publisher <p> .')).toEqual(['http://www.w3.org/ns/dcat#version']);
  });
});

describe('Bioschemas', () => {
  withFiles('bioschemas', PROFILES, 'a page without a minimum property, without the profile, or with broken JSON-LD fails', async (files) => {
    const check = profileCheck(files);
    const profile = 'https://bioschemas.org/profiles/ComputationalTool/1.0-RELEASE';
    const tool = { '@type': 'SoftwareApplication', 'http://purl.org/dc/terms/conformsTo': { '@id': profile }, name: 'bwa', description: 'Aligns', url: 'https://example.org/' };
    const { url: _, ...without } = tool;
    const page = (data: string) => jsonLdIn(`<html><head><script>var x = "<a>";</script><script type="application/ld+json">${data}</script></head><body></body></html>`);
    expect(check(page(JSON.stringify(tool)), profile)).toEqual([]);
    expect(check(page(JSON.stringify({ '@graph': [{ '@type': 'WebPage' }, tool] })), profile)).toEqual([]);
    expect(check(page(JSON.stringify(without)), profile)).toEqual([expect.stringContaining("must have required property 'url'")]);
    expect(check(page(JSON.stringify({ ...tool, name: 7 })), profile)).not.toEqual([]);
    expect(check(page('{}'), profile)).toEqual([`nothing in it conforms to ${profile}`]);
    expect(check(page('{'), profile)).toEqual([expect.stringContaining('no JSON')]);
    expect(check(jsonLdIn('<html></html>'), profile)).toEqual([`nothing in it conforms to ${profile}`]);
  });
});

describe('OAI-PMH', () => {
  test("the validator's last line counts, whatever else it says", () => {
    const said = (last: string) => reportOf({ output: `PASS:    One\nFAIL:    Two is wrong\nPASS:    Three\nWARN:    Four\n\n${last}\n` });
    expect(said('## Validation status of data provider http://127.0.0.1:1/oai is COMPLIANT')).toEqual({
      verdict: 'COMPLIANT',
      passed: 2,
      failures: ['Two is wrong'],
      warnings: ['Four'],
    });
    expect(said('## Validation status of data provider http://127.0.0.1:1/oai is FAILED').verdict).toBe('FAILED');
    expect(said("oops, validation didn't run to completion").verdict).toBe('nothing that could be understood');
  });
});

describe('Linked Data Event Streams', () => {
  const origin = 'node:00000000000000000000000000';
  const envelope = (resource: string, version = 1) => JSON.stringify({ origin, resource, url: `https://n.example/r/${resource}`, version });
  const member = (n: number, resource: string, type: string, version = 1): Replicated => ({
    id: `https://n.example/feed/e/event/${n}`,
    of: `https://n.example/r/${resource}`,
    type: `https://www.w3.org/ns/activitystreams#${type}`,
    envelope: envelope(resource, version),
    jws: 'x',
  });
  const stream = [member(1, 'a', 'Create'), member(2, 'b', 'Create'), member(3, 'a', 'Update', 2), member(4, 'b', 'Delete', 2)];
  const stated = (held: string[]) => {
    const buckets = Array.from({ length: 256 }, () => ({ count: 0, sum: 0n }));
    for (const text of held) {
      const { resource } = JSON.parse(text) as { resource: string };
      const bucket = buckets[Number.parseInt(hash('sha256', `${origin}\0${resource}`, 'hex').slice(0, 2), 16)]!;
      bucket.count++;
      bucket.sum += BigInt(`0x${hash('sha256', text, 'hex')}`);
    }
    return { sequence: 4, count: held.length, buckets: buckets.map(({ count, sum }): [number, string] => [count, sum.toString(16)]) };
  };
  const checkpoint = stated([envelope('a', 2)]);

  test('a stream that comes to what its checkpoint states passes; one lost, doubled, reordered, undeleted or altered does not', () => {
    expect(compare(stream, checkpoint)).toEqual({ violations: [], held: 1, deletes: 1 });
    const spoilt: Replicated[][] = [
      stream.slice(0, 3),
      [...stream.slice(0, 2), ...stream.slice(3)],
      [...stream, stream[3]!],
      [stream[1]!, stream[0]!, stream[2]!, stream[3]!],
      [stream[0]!, stream[1]!, member(3, 'a', 'Update', 3), stream[3]!],
      [stream[0]!, stream[1]!, { ...stream[2]!, of: 'https://n.example/r/b' }, stream[3]!],
    ];
    for (const members of spoilt) expect(compare(members, checkpoint).violations).not.toEqual([]);
  });
});

describe('official files', () => {
  test('a file with another sum than the pinned one is not used', async () => {
    await expect(officialFiles('nowhere', [{ name: 'x', address: 'http://127.0.0.1:1/x', sha256: '0' }])).rejects.toThrow(/lies neither in BIOTOPE_SPECS/);
  });
});
