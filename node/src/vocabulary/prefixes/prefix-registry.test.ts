import { describe, expect, it } from 'vitest';
import { prefixRegistry } from './prefix-registry.ts';

const registry = prefixRegistry();

describe('identifiers are brought to one form', () => {
  it.each([
    ['https://doi.org/10.1093/NAR/gkab1', 'doi:10.1093/nar/gkab1'],
    ['http://dx.doi.org/10.1093/nar/gkab1', 'doi:10.1093/nar/gkab1'],
    ['10.1093/nar/gkab1', 'doi:10.1093/nar/gkab1'],
    ['DOI:10.1093/nar/gkab1', 'doi:10.1093/nar/gkab1'],
    ['doi:https://doi.org/10.1093/nar/gkab1', 'doi:10.1093/nar/gkab1'],
    ['https://doi.org/10.25504/FAIRsharing.wy4egf', 'fairsharing:wy4egf'],
    ['FAIRsharing:wy4egf', 'fairsharing:wy4egf'],
    ['https://bio.tools/BWA', 'biotools:bwa'],
    ['https://identifiers.org/biotools:bwa', 'biotools:bwa'],
    ['https://identifiers.org/biotools/bwa', 'biotools:bwa'],
    ['bio.tools:bwa', 'biotools:bwa'],
    ['RRID:SCR_010910', 'rrid:SCR_010910'],
    ['rrid:RRID:SCR_010910', 'rrid:SCR_010910'],
    ['https://scicrunch.org/resolver/RRID:SCR_010910', 'rrid:SCR_010910'],
    ['https://ror.org/02catss52', 'ror:02catss52'],
    ['http://orcid.org/0000-0002-1825-009x', 'orcid:0000-0002-1825-009X'],
    ['http://purl.obolibrary.org/obo/go.owl', 'obo:go'],
    ['CSTR:31253.11.sciencedb.01234', 'cstr:31253.11.sciencedb.01234'],
    ['https://www.cstr.cn/31253.11.sciencedb.01234', 'cstr:31253.11.sciencedb.01234'],
    ['https://cran.r-project.org/package=Seurat', 'cran:Seurat'],
    ['https://workflowhub.eu/workflows/155/', 'workflowhub:155'],
    ['https://workflowhub.eu/workflows/155?version=2', 'workflowhub:155'],
    ['https://fairsharing.org/educational', 'https://fairsharing.org/educational'],
    ['http://Example.org:80/Path/', 'https://example.org/Path'],
    ['https://example.org/a?b=c#d', 'https://example.org/a?b=c#d'],
    ['Galaxy-Codex:tool/bwa', 'galaxy-codex:tool/bwa'],
    ['not an identifier', 'not an identifier'],
    ['doi:not-a-doi', 'doi:not-a-doi'],
  ])('%s is %s', (written, canonical) => {
    expect(registry.canonical(written)).toBe(canonical);
    expect(registry.canonical(canonical), 'and stays it').toBe(canonical);
  });

  it('does not take an address of a registry that is no record for an identifier', () => {
    expect(registry.canonical('https://bio.tools/')).toBe('https://bio.tools');
    expect(registry.canonical('https://fairsharing.org/search?q=x')).toBe('https://fairsharing.org/search?q=x');
  });
});

describe('what identifies', () => {
  it.each([
    ['doi:10.1/x', true],
    ['biotools:bwa', true],
    ['https://example.org/dataset/1', true],
    ['orcid:0000-0002-1825-0097', false],
    ['pubmed:1', false],
    ['unknown:thing', false],
    ['galaxy-codex:tool/bwa', false],
    ['words', false],
  ])('%s: %s', (name, identifies) => expect(registry.identifies(name)).toBe(identifies));
});

describe('an operator adds prefixes', () => {
  const added = prefixRegistry([
    {
      prefix: 'institute',
      name: { en: 'Institute' },
      case: 'lower',
      identifies: true,
      pattern: /^[a-z]\d+$/i,
      addresses: ['https://data.institute.example/{id}'],
      synonyms: ['inst'],
    },
  ]);
  it('which then resolve, identify and lead somewhere', () => {
    expect(added.canonical('INST:A12')).toBe('institute:a12');
    expect(added.canonical('http://data.institute.example/A12')).toBe('institute:a12');
    expect(added.identifies('institute:a12')).toBe(true);
    expect(added.address('institute:a12')).toBe('https://data.institute.example/a12');
  });
});

it('leads from an identifier to its address', () => {
  expect(registry.address('biotools:bwa')).toBe('https://bio.tools/bwa');
  expect(registry.address('10.1093/nar/gkab1')).toBe('https://doi.org/10.1093/nar/gkab1');
  expect(registry.address('words')).toBeUndefined();
});

it('every shipped address of a prefix leads back to it', () => {
  const sample: Record<string, string> = { doi: '10.1234/abc', edam: 'topic_0091' };
  for (const { prefix, addresses } of registry.list()) {
    if (!sample[prefix]) continue;
    for (const address of addresses) expect(registry.canonical(address.replace('{id}', sample[prefix]))).toBe(`${prefix}:${sample[prefix]}`);
  }
});
