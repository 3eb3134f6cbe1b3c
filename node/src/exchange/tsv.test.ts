import { expect, test } from 'vitest';
import { readRows } from './tsv.ts';

async function rows(...pieces: string[]) {
  const all = [];
  for await (const row of readRows(
    (async function* () {
      for (const piece of pieces) yield Buffer.from(piece);
    })(),
  ))
    all.push(row);
  return all;
}

test('reads rows across pieces, line ends of both kinds, a byte order mark and letters cut in two', async () => {
  const bytes = Buffer.from('\uFEFFa\tb\r\nä\t2\nc\t');
  const cut = bytes.indexOf(0xc3) + 1;
  const all = [];
  for await (const row of readRows(
    (async function* () {
      yield bytes.subarray(0, cut);
      yield bytes.subarray(cut);
    })(),
  ))
    all.push(row);
  expect(all).toEqual([
    { line: 1, fields: ['a', 'b'] },
    { line: 2, fields: ['ä', '2'] },
    { line: 3, fields: ['c', ''] },
  ]);
});

test('a quoted field holds tabs, line ends and doubled quotation marks; elsewhere a quotation mark stands for itself', async () => {
  expect(await rows('a\tb\n"x\ty\n""z"""\t5" disk\nlast\t1\n')).toEqual([
    { line: 1, fields: ['a', 'b'] },
    { line: 2, fields: ['x\ty\n"z"', '5" disk'] },
    { line: 4, fields: ['last', '1'] },
  ]);
});

test('a quotation mark that is never closed costs its own row and no other', async () => {
  expect(await rows('a\tb\n"open\t1\nx\t2\ny\t3\n')).toEqual([
    { line: 1, fields: ['a', 'b'] },
    { line: 2, reason: 'opens a quotation mark that is never closed' },
    { line: 3, fields: ['x', '2'] },
    { line: 4, fields: ['y', '3'] },
  ]);
});

test('a row of another length is named with its line', async () => {
  expect(await rows('a\tb\n1\n1\t2\t3\n\n4\t5')).toEqual([
    { line: 1, fields: ['a', 'b'] },
    { line: 2, reason: 'has 1 fields where the header has 2' },
    { line: 3, reason: 'has 3 fields where the header has 2' },
    { line: 5, fields: ['4', '5'] },
  ]);
});
