import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { minePhrases } from '../node/src/foresight/phrases/index.ts';
import { cValue } from './c-value.ts';
import type { Figure } from './figures.ts';

const shared = new URL('../../shared/data', import.meta.url).pathname;
const PLACES = [100, 500, 1_000, 2_000, 3_000];
const RECORDS = 27_911;
const WORDS = 450;

const linesOf = (path: string) => readFileSync(path, 'utf8').split('\n').filter(Boolean);

/** Phrase mining: how right it is on the GENIA corpus beside C-value, and how fast on abstracts and on project records. */
export async function benchPhrases(): Promise<Figure[]> {
  const genia = join(shared, 'phrases-genia');
  if (!existsSync(genia)) return [{ what: 'phrases', value: 'not run: ../shared/data/phrases-genia is not present' }];
  const abstracts = linesOf(join(genia, 'abstracts.txt'));
  const gold = new Set(linesOf(join(genia, 'gold-terms.txt')));
  const folded = (phrase: string) => phrase.toLowerCase().replaceAll('-', ' ');
  const isTerm = (phrase: string) => gold.has(folded(phrase)) || gold.has(folded(phrase).replace(/s$/, ''));
  const precision = (phrases: readonly string[], k: number) => Math.round((phrases.slice(0, k).filter(isTerm).length / k) * 1_000) / 1_000;

  const mined = (await minePhrases(abstracts, { top: 3_000 })).phrases.map(({ phrase }) => phrase);
  const baseline = cValue(abstracts, 3_000);
  const goals = [0.99, 0.98, 0.96, 0.92, 0.88];
  const figures: Figure[] = PLACES.map((k, at) => ({
    what: `phrases of 1,000 GENIA abstracts, precision at ${k}`,
    value: precision(mined, k),
    unit: '',
    goal: `at least ${goals[at]}`,
    beside: `C-value over the same noun phrases ${precision(baseline, k)}`,
  }));

  const twice = [...abstracts, ...abstracts];
  figures.push({ what: 'phrases of 2,000 abstracts', value: await secondsOf(twice), unit: 's', goal: 'at most 3' });

  const grants = join(shared, 'grants-nci/award-years.jsonl');
  if (existsSync(grants)) {
    const sentences = linesOf(grants).flatMap((line) => String((JSON.parse(line) as { abstract?: string }).abstract ?? '').split(/(?<=\.)\s+/));
    for (const records of [Math.round(RECORDS / 4), RECORDS]) {
      const goal = records === RECORDS ? { goal: 'at most 30' } : {};
      figures.push({ what: `phrases of ${records} project records of about ${WORDS} words, resampled`, value: await secondsOf(resampled(sentences, records)), unit: 's', ...goal });
    }
    figures.push({ what: 'memory of the process after it', value: Math.round(process.memoryUsage().rss / 1e6), unit: 'MB', goal: 'at most 1000' });
  }
  return figures;
}

async function secondsOf(documents: Iterable<string>): Promise<number> {
  const begun = performance.now();
  await minePhrases(documents, { top: 3_000 });
  return Math.round((performance.now() - begun) / 10) / 100;
}

/** Records made of real sentences, drawn by a generator with a fixed seed. */
function* resampled(sentences: readonly string[], records: number): Generator<string> {
  let state = 20_261_122;
  const next = () => (state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0) / 2 ** 32;
  for (let record = 0; record < records; record++) {
    const text: string[] = [];
    for (let words = 0; words < WORDS;) {
      const sentence = sentences[Math.floor(next() * sentences.length)] ?? '';
      text.push(sentence);
      words += sentence.split(/\s+/).length;
    }
    yield text.join(' ');
  }
}
