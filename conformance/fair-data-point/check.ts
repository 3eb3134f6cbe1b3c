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
const AT_ONCE = 4;
const LAYERS = 4;
const PAGES = 10_000;

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
    for (let depth = 0; layer.length > 0 && depth <= LAYERS; depth++) {
      const next = new Set<string>();
      counts.push(layer.length);
      await inParallel(inTurn(layer), AT_ONCE, async (address) => {
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
        for (const { predicate, object } of data) {
          const target = object.value.replace(/#.*$/, '');
          if (DESCENDS.includes(predicate.value) && target.startsWith(`${url}/fdp`) && !seen.has(target)) next.add(target);
        }
        if (seen.size % 500 === 0) say(`${seen.size} documents`);
      });
      layer = [...next].filter((address) => !seen.has(address)).slice(0, PAGES);
    }
    if (counts.length < 2) throw new NotRun(`${url}/fdp leads to no catalogue`);
    return {
      checkedWith: `${SHAPES.map(({ name }) => name).join(', ')} of the reference implementation (SHACL)`,
      checked: seen.size,
      of: `documents (by layer ${counts.join(', ')}; ${subjects} nodes)`,
      violations,
      notes: warnings > 0 ? [`${warnings} results of a lesser severity than violation`] : [],
    };
  },
};

async function* inTurn<T>(items: T[]): AsyncGenerator<T> {
  yield* items;
}
