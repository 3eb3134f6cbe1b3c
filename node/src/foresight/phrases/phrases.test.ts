import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { countDocument, countPhrases } from './count-phrases.ts';
import { foldWords } from './fold.ts';
import { minePhrases, readDocuments } from './index.ts';
import { nounPhrases } from './noun-phrases.ts';
import { scorePhrases } from './score.ts';
import { emptyTally, mergeTally } from './tally.ts';
import { readSentences } from './count-phrases.ts';

const folder = mkdtempSync(join(tmpdir(), 'biotope-phrases-'));
afterAll(() => rmSync(folder, { recursive: true }));

const phrasesOf = (text: string) => readSentences(text).flatMap((sentence) => nounPhrases(sentence).map(({ words }) => words.join(' ')));
const best = (texts: string[], top = 10) => scorePhrases(countPhrases(texts), top);

describe('noun phrases', () => {
  it('are taken whole, with compounds, letter-digit names and what a cell bears', () => {
    expect(phrasesOf('We studied receptor-mediated endocytosis in CD4+ T cells.')).toEqual(expect.arrayContaining(['receptor-mediated endocytosis', 'CD4+ T cells']));
    expect(phrasesOf('Expression of I kappa B alpha was reduced.')).toContain('I kappa B alpha');
    expect(phrasesOf('The adults received 5 ng/ml of interleukin 2.')).toContain('interleukin 2');
  });

  it('end with a noun in the plural', () => expect(phrasesOf('In tumor cells gene therapy works.')).toEqual(expect.arrayContaining(['tumor cells', 'gene therapy'])));

  it('of Chinese text are found as well', () => {
    const text = '单细胞测序技术在肿瘤免疫治疗中的应用。单细胞测序技术能够揭示肿瘤微环境。';
    expect(phrasesOf(text).join(' ')).toContain('肿瘤');
    expect(best([text, text]).length).toBeGreaterThan(0);
  });
});

it('variants of case, hyphen, plural and spelling are one phrase, told with its short forms', () => {
  const [phrase] = best([
    'Small-cell lung cancer (SCLC) is aggressive.',
    'A small cell lung cancer was found.',
    'Small cell lung cancers respond.',
    'The treatment of small cell lung cancer is slow.',
  ]);
  expect(phrase).toMatchObject({ phrase: 'small cell lung cancer', count: 4 });
  expect(phrase?.variants).toEqual(expect.arrayContaining(['small-cell lung cancer', 'small cell lung cancers', 'SCLC']));
  expect(foldWords(['Tumour', 'Antibodies'])).toEqual(['tumor', 'antibody']);
  expect(foldWords(['model', 'species'])).toEqual(['model', 'species']);
});

it('phrases of any research stand behind the terms of a field', () => {
  const phrases = best(['Previous studies of gene therapy failed.', 'Many previous studies used gene therapy.', 'We reviewed previous studies on gene therapy.']).map(
    ({ phrase }) => phrase,
  );
  expect(phrases.indexOf('gene therapy')).toBe(0);
  expect(phrases.indexOf('previous study')).toBeGreaterThan(0);
});

it('counts of parts add up to those of the whole, however it is cut', () => {
  const texts = [
    'Gene therapy of solid tumors.',
    'CAR T cells (CAR-T) kill solid tumors.',
    'Solid tumor growth needs gene therapy.',
    'Gene therapy, gene therapies and T cells.',
    '基因治疗与实体瘤。',
  ];
  const whole = scorePhrases(countPhrases(texts), 100);
  fc.assert(
    fc.property(fc.array(fc.nat(2), { minLength: texts.length, maxLength: texts.length }), fc.boolean(), (parts, backwards) => {
      const tallies = [0, 1, 2].map((part) => {
        const tally = emptyTally();
        for (const [number, text] of texts.entries()) {
          if (parts[number] !== part) continue;
          tally.documents = number;
          countDocument(tally, text);
        }
        return tally;
      });
      const merged = (backwards ? tallies.reverse() : tallies).reduce((into, tally) => mergeTally(into, tally), emptyTally());
      expect(scorePhrases(merged, 100)).toEqual(whole);
    }),
  );
});

describe('a file', () => {
  it('gives the same phrases with one thread and with several', async () => {
    const path = join(folder, 'records.jsonl');
    const lines = Array.from({ length: 620 }, (_, number) =>
      JSON.stringify({ title: `Gene therapy of solid tumors ${number % 7}`, abstract: `The immune cell type ${number % 3} infiltrates solid tumors.` }),
    );
    writeFileSync(path, `${lines.join('\n')}\n`);
    const [one, several] = [await minePhrases(readDocuments(path), { top: 50, threads: 1 }), await minePhrases(readDocuments(path), { top: 50, threads: 3 })];
    expect(one.documents).toBe(620);
    expect(several).toEqual(one);
  });

  it('that cannot be read is named with its line', async () => {
    const path = join(folder, 'broken.jsonl');
    writeFileSync(path, '{"title":"A"}\n{"titel":"B"}\n');
    await expect(minePhrases(readDocuments(path), { top: 5 })).rejects.toThrow('broken.jsonl, line 2: has no text');
    writeFileSync(path, '{"title":"A"}\n{"tit');
    await expect(minePhrases(readDocuments(path), { top: 5 })).rejects.toThrow('broken.jsonl, line 2: is no JSON');
  });
});

const genia = new URL('../../../../../shared/data/phrases-genia/', import.meta.url).pathname;
it.skipIf(!existsSync(genia))(`finds the terms of the GENIA corpus${existsSync(genia) ? '' : ' (not run: ../shared/data/phrases-genia is not present)'}`, async () => {
  const gold = new Set(readFileSync(join(genia, 'gold-terms.txt'), 'utf8').split('\n').filter(Boolean));
  const { phrases } = await minePhrases(readDocuments(join(genia, 'abstracts.txt')), { top: 3_000, threads: 1 });
  const folded = (phrase: string) => phrase.toLowerCase().replaceAll('-', ' ').replace(/s$/, '');
  const right = phrases.map(({ phrase }) => gold.has(folded(phrase)) || gold.has(phrase.toLowerCase().replaceAll('-', ' ')));
  const precisionAt = (k: number) => right.slice(0, k).filter(Boolean).length / k;
  const measured = [100, 500, 1_000, 2_000, 3_000].map(precisionAt);
  for (const [at, floor] of [0.99, 0.98, 0.96, 0.92, 0.88].entries()) expect(measured[at], `precision at ${[100, 500, 1_000, 2_000, 3_000][at]}`).toBeGreaterThanOrEqual(floor);
});
