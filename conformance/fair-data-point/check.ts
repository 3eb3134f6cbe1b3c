import { Store } from 'n3';
import { officialFiles } from '../official-files.ts';
import { graphAt, inParallel } from '../over-http.ts';
import { sentenceOf, shapeCheck } from '../shapes.ts';
import { NotRun, type StandardCheck } from '../standard.ts';
import { SHAPES } from './sources.ts';

/** The layers of a FAIR Data Point, and how each leads to the next. */
const DESCENDS = [
  'https://w3id.org/fdp/fdp-o#metadataCatalog',
  'http://www.w3.org/ns/dcat#dataset',
  'http://www.w3.org/ns/dcat#service',
  'http://www.w3.org/ns/dcat#distribution',
  'http://www.w3.org/ns/dcat#resource',
  'http://www.w3.org/ns/ldp#contains',
];
const NEXT_PAGE = 'http://www.w3.org/ns/ldp#nextPage';
const AT_ONCE = 4;
const LAYERS = 4;
/** Documents of one layer that are looked at; of more, this many evenly spread. */
const SAMPLE = 3_000;

/**
 * The FAIR Data Point layer: walked from `/fdp` downwards as a client walks it, every document it leads to, each
 * against the shapes by itself.
 */
export const fairDataPoint: StandardCheck = {
  id: 'fair-data-point',
  title: 'FAIR Data Point',
  async check({ url, say }) {
    const check = shapeCheck(await officialFiles('fair-data-point', SHAPES), { together: true });
    const violations: string[] = [];
    const seen = new Set<string>();
    let subjects = 0;
    let warnings = 0;
    let layer = [`${url}/fdp`];
    const counts: number[] = [];
    const notes: string[] = [];
    for (let depth = 0; layer.length > 0 && depth <= LAYERS; depth++) {
      const next = new Set<string>();
      const look = async (address: string): Promise<void> => {
        seen.add(address);
        const data = await graphAt(address).catch((error: unknown) => {
          if (depth === 0) throw error;
          violations.push(`${address}: ${(error as Error).message}`);
          return new Store();
        });
        const report = await check(data);
        subjects += report.subjects;
        warnings += report.warnings;
        violations.push(...report.violations.map((finding) => `${address}: ${sentenceOf(finding)}`));
        const pages: string[] = [];
        for (const { predicate, object } of data) {
          const target = object.value.replace(/#.*$/, '');
          if (!target.startsWith(`${url}/fdp`) || seen.has(target)) continue;
          if (predicate.value === NEXT_PAGE) pages.push(target);
          else if (DESCENDS.includes(predicate.value)) next.add(target);
        }
        if (seen.size % 500 === 0) say(`${seen.size} documents`);
        for (const page of new Set(pages)) await look(page);
      };
      const before = seen.size;
      await inParallel(inTurn(layer), AT_ONCE, look);
      counts.push(seen.size - before);
      const found = [...next].filter((address) => !seen.has(address));
      const step = Math.max(1, Math.ceil(found.length / SAMPLE));
      layer = found.filter((_, place) => place % step === 0);
      if (step > 1) notes.push(`of ${found.length} documents on layer ${depth + 2}, every ${step}th was looked at`);
    }
    if (counts.length < 2) throw new NotRun(`${url}/fdp leads to no catalogue`);
    return {
      checkedWith: `${SHAPES.map(({ name }) => name).join(', ')} of the reference implementation (SHACL)`,
      checked: seen.size,
      of: `documents (by layer ${counts.join(', ')}; ${subjects} nodes)`,
      violations,
      notes: warnings > 0 ? [...notes, `${warnings} results of a lesser severity than violation`] : notes,
    };
  },
};

async function* inTurn<T>(items: T[]): AsyncGenerator<T> {
  yield* items;
}
