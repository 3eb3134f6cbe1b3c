import { execFileSync } from 'node:child_process';
import { plugins } from '@citation-js/core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { BAD, writingNode, written, type WritingNode } from '../testing/writing-node.ts';
import { cslItem } from './csl.ts';
import { citationText } from './text.ts';
import { bibtex, csl } from './write-citation.ts';

let it: WritingNode;
beforeAll(async () => {
  it = await writingNode();
});
afterAll(() => it.close());

describe('a citation', () => {
  test('reads as people write it in English and in Chinese', async () => {
    const { bank, tool, nameless } = await it.publish({
      bank: {
        kind: 'database',
        title: { en: 'The bank', zh: '序列库' },
        provider: { name: { en: 'An institute', zh: '某研究所' } },
        homepage: 'https://example.org/bank',
        issued: '2019-05-04',
        version: '7',
      },
      tool: { kind: 'tool', title: { en: 'aligner' }, identifiers: ['doi:10.5281/zenodo.1'], contacts: [{ name: 'A. Person' }, { name: 'B. Person' }, { email: 'c@example.org' }] },
      nameless: { title: { zh: '只有标题' } },
    });
    expect(citationText(bank)).toEqual({
      en: 'An institute. (2019). The bank (Version 7) [Database]. https://example.org/bank',
      zh: '某研究所. 序列库: 7版[DB/OL]. (2019-05-04). https://example.org/bank',
    });
    expect(citationText(tool)).toEqual({
      en: 'A. Person, & B. Person. (n.d.). aligner [Tool]. https://doi.org/10.5281/zenodo.1',
      zh: 'A. Person, B. Person. aligner[CP/OL]. https://doi.org/10.5281/zenodo.1',
    });
    expect(citationText(nameless)).toEqual({ en: `只有标题 [Dataset]. (n.d.). ${nameless.url}`, zh: `只有标题[DS/OL]. ${nameless.url}` });
  });

  test('is an item of CSL with what is known, and no more', async () => {
    const { bank } = await it.publish({
      bank: { kind: 'database', title: { en: 'The bank' }, provider: { name: { en: 'An institute' } }, issued: '2019-05', identifiers: ['doi:10.1000/X'] },
    });
    expect(JSON.parse(await written(csl, [bank], it.context()))).toEqual([
      {
        id: bank.id,
        type: 'dataset',
        title: 'The bank',
        author: [{ literal: 'An institute' }],
        issued: { 'date-parts': [[2019, 5]] },
        publisher: 'An institute',
        genre: 'Database',
        DOI: expect.stringMatching(/^10\.1000\/x$/i),
        URL: expect.stringMatching(/^https:\/\/doi\.org\/10\.1000\/x$/i),
        note: `Described at ${bank.url}`,
      },
    ]);
  });
});

describe('BibTeX', () => {
  /** How the library that wrote it reads it again. */
  const read = (text: string) =>
    plugins.input.chain(text, { forceType: '@bibtex/text' } as Parameters<typeof plugins.input.chain>[1]) as { title: string; author?: { literal?: string; family?: string }[] }[];

  test('is read again as it was, Chinese titles too', async () => {
    const { bank } = await it.publish({
      bank: { title: { zh: '中国人群基因组变异数据库' }, provider: { name: { en: 'Müller & Søn A/S' } }, issued: '2019-05-04', version: '1.0_b' },
    });
    const text = await written(bibtex, [bank], it.context());
    expect(text).toContain('title = {中国人群基因组变异数据库}');
    expect(text).toContain('author = {{Müller \\& Søn A/S}}');
    expect(text).toContain('year = {2019}');
    expect(text).toContain('Version 1.0\\_b');
    expect(text).toMatch(new RegExp(`^@misc\\{biotope_${bank.id},`));
    expect(read(text)).toHaveLength(1);
  });

  test('no title breaks out of its braces', async () => {
    const all = Object.values(
      await it.publish({ ...BAD, brace: { title: { en: 'open { and \\' } }, and: { title: { en: 'x' }, provider: { name: { en: 'Salt and Pepper Institute' } } } }),
    );
    const text = await written(bibtex, all, it.context());
    expect(read(text)).toHaveLength(all.length);
    let depth = 0;
    for (const letter of text.replaceAll(/\\[{}]/g, '')) {
      depth += letter === '{' ? 1 : letter === '}' ? -1 : 0;
      expect(depth).toBeGreaterThanOrEqual(0);
    }
    expect(depth).toBe(0);
    expect(text).toContain('{Salt and Pepper Institute}');
    expect(text).toContain('50\\% \\$a\\_b \\#c');
  });

  test('nothing is looked up, whatever a title looks like', async () => {
    const { lure } = await it.publish({ lure: { title: { en: 'https://doi.org/10.1000/182' }, identifiers: ['doi:10.1000/182'] } });
    const program = `
      import net from 'node:net';
      import dns from 'node:dns';
      const refuse = () => { throw new Error('reached for the network'); };
      net.Socket.prototype.connect = refuse; dns.lookup = refuse; globalThis.fetch = refuse;
      const { bibtexEntry } = await import(${JSON.stringify(new URL('bibtex.ts', import.meta.url).href)});
      process.stdout.write(bibtexEntry(${JSON.stringify(cslItem(lure))}));`;
    // Without the permission to start processes or threads either, by which the library would fetch what it reads.
    const text = execFileSync(process.execPath, ['--permission', '--allow-fs-read=*', '--input-type=module', '--eval', program], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    expect(text).toContain('10.1000/182');
  });
});
