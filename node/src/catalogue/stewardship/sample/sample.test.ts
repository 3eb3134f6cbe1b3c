import { describe, expect, it } from 'vitest';
import { isQuasi } from './column-names.ts';
import { checkDigit, isIdentityNumber } from './id-number.ts';
import { lookThrough } from './look-through.ts';
import { readTable, SAMPLE_LIMITS } from './read-table.ts';

/** Bytes in pieces of a size, so that every boundary is met. */
async function* inPieces(bytes: Uint8Array, size = 7): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}
const text = (it: string, size?: number) => inPieces(new TextEncoder().encode(it), size);
const rows = async (chunks: AsyncIterable<Uint8Array>) => {
  const all: string[][] = [];
  for await (const row of readTable(chunks)) all.push(row);
  return all;
};
/** An identity number of nobody: region 110000 names no county, the check digit is computed. */
const idNumber = (digits: string) => digits + checkDigit(digits);
const NOBODY = idNumber('11000019800101001');

describe('identity numbers', () => {
  it('the check digit is that of GB 11643: the example published with the standard', () => {
    // The specimen of GB 11643-1999: 11010519491231002X.
    expect(checkDigit('11010519491231002')).toBe('X');
    expect(isIdentityNumber('11010519491231002x')).toBe(true);
  });
  it.each([
    ['a wrong check digit', `${NOBODY.slice(0, 17)}${NOBODY.endsWith('0') ? '1' : '0'}`],
    ['a day that does not exist', idNumber('11000019800230001')],
    ['a year too early', idNumber('11000018000101001')],
    ['too short', NOBODY.slice(1)],
    ['no region', idNumber('01000019800101001')],
  ])('%s is none', (_name, number) => expect(isIdentityNumber(number)).toBe(false));
});

describe('tables', () => {
  it.each([1, 2, 3, 5, 64])('are read whatever the pieces they come in (%i bytes)', async (size) => {
    const table = '\uFEFFid,note\r\n1,"a ""quoted"", word"\r\n2,"two\nlines"\n\n3,患者\n4,';
    expect(await rows(text(table, size))).toEqual([
      ['id', 'note'],
      ['1', 'a "quoted", word'],
      ['2', 'two\nlines'],
      ['3', '患者'],
      ['4', ''],
    ]);
  });
  it.each([
    ['tabs', 'a\tb\tc,d\n1\t2\t3'],
    ['semicolons', 'a;b;c,d\n1;2;3'],
    ['bars', 'a|b|c,d\n1|2|3'],
  ])('by %s are told by their first line', async (_name, table) => {
    const [header, first] = await rows(text(table));
    expect(header).toEqual(['a', 'b', 'c,d']);
    expect(first).toEqual(['1', '2', '3']);
  });
  it('in GB 18030 are read too', async () => {
    // 姓名,年龄 in GB 18030.
    const bytes = Uint8Array.from([0xd0, 0xd5, 0xc3, 0xfb, 0x2c, 0xc4, 0xea, 0xc1, 0xe4, 0x0a, 0x31, 0x2c, 0x32]);
    expect(await rows(inPieces(bytes, 64))).toEqual([
      ['姓名', '年龄'],
      ['1', '2'],
    ]);
  });
  it.each<[string, () => AsyncIterable<Uint8Array>, RegExp]>([
    ['a workbook', () => inPieces(Uint8Array.from([0x50, 0x4b, 3, 4, 0, 0, 0, 0, 8, 0]), 64), /neither packed nor a workbook/],
    ['a quotation that does not end', () => text('a,b\n1,"2\n3,4'), /not closed/],
    ['too many columns', () => text(`${'x,'.repeat(SAMPLE_LIMITS.columns + 1)}\n`, 4_096), /more than 2000 columns/],
    ['a cell too long', () => text(`a\n${'x'.repeat(SAMPLE_LIMITS.cell + 2)}`, 4_096), /longer than 100000 characters/],
  ])('%s is refused with what is wrong', async (_name, chunks, message) => {
    await expect(rows(chunks())).rejects.toThrow(message);
  });
  it('an empty one is refused', async () => {
    await expect(lookThrough(text(''))).rejects.toThrow(/empty/);
  });
});

const found = async (table: string, quasi?: string[]) => {
  const { suspects } = await lookThrough(text(table, 1_000), quasi);
  return suspects.map(({ column, what, cells, firstLine }) => [column, what['en'], cells, firstLine]);
};

describe('direct identifiers', () => {
  it.each<[string, string, unknown[][]]>([
    ['a measurement table holds none', 'sample,gene,tpm,position\nS1,TP53,3.4,7668402\nS2,BRCA1,0,43044295', []],
    [
      'numbers that look like phones by chance are none',
      `position,count\n${Array.from({ length: 20 }, (_, n) => `${n === 3 ? '13800138000' : 7_668_402 + n},${n}`).join('\n')}`,
      [],
    ],
    ['an identity number in a note', `note\nseen twice\ncard ${NOBODY}, left`, [['note', 'Chinese identity numbers (check digit right)', 1, 3]]],
    ['18 digits that are no identity number', `barcode\n${NOBODY.slice(0, 17)}${NOBODY.endsWith('5') ? '6' : '5'}`, []],
    ['a column of mobile numbers under any name', 'c1\n13800138000\n13900139000', [['c1', 'Chinese mobile numbers', 2, 2]]],
    ['e-mail', 'contact\nwrite to asker@example.org', [['contact', 'e-mail addresses', 1, 2]]],
    ['a name column', 'PatientName,x\nAsker One,1', [['PatientName', 'names of persons', 1, 2]]],
    ['姓名', '姓名,值\n甲,1\n乙,2', [['姓名', 'names of persons', 2, 2]]],
    ['the name of a gene is no person’s', 'gene_name,sample name\nTP53,S1', []],
    ['a medical record number', 'MRN\nA-17', [['MRN', 'numbers of medical records', 1, 2]]],
    ['住院号', '住院号\n0017', [['住院号', 'numbers of medical records', 1, 2]]],
    ['a date of birth', 'date_of_birth\n1980-02-29', [['date_of_birth', 'dates of birth', 1, 2]]],
    ['a year of birth is none', 'dob\n1980', []],
    ['a postal code', 'zip\n100084\n94110', [['zip', 'postal codes in full', 2, 2]]],
    ['the beginning of one is none', 'zip\n100\n941', []],
    ['what is blanked out is none', 'name,phone\n***,\nredacted,N/A', []],
    ['an internet address', 'host\n192.0.2.7', [['host', 'internet addresses', 1, 2]]],
    ['a social security number', 'x\nid 219-09-9999', [['x', 'US social security numbers', 1, 2]]],
    ['a marked phone number in a note', 'x\ncall +86 10 6552 9988 now', [['x', 'telephone numbers', 1, 2]]],
    ['a table without a line of names hides nothing', `${NOBODY},1\n2,3`, [[NOBODY, 'Chinese identity numbers (check digit right)', 1, 1]]],
    ['cells beyond the named columns', 'a\n1,asker@example.org', [['#2', 'e-mail addresses', 1, 2]]],
  ])('%s', async (_name, table, expected) => {
    expect((await found(table)).map(([column, ...rest]) => [column, ...rest])).toEqual(expected);
  });
});

describe('small cells', () => {
  const table = (count: number) => `age,sex,tpm\n${Array.from({ length: count }, (_, n) => `40,${n % 2 ? 'F' : 'M'},${n}`).join('\n')}\n`;
  it('are counted over the columns that tell persons apart', async () => {
    const { cells } = await lookThrough(text(table(10), 100));
    expect(cells).toEqual({ columns: ['age', 'sex'], count: { rows: 10, cells: 2, small: 0, smallest: 5, complete: true } });
    expect((await lookThrough(text(table(9), 100))).cells?.count).toMatchObject({ cells: 2, small: 1, smallest: 4 });
  });
  it('over the columns one names', async () => {
    expect((await lookThrough(text(table(10), 100), ['age'])).cells?.count).toMatchObject({ cells: 1, smallest: 10 });
    await expect(lookThrough(text(table(10), 100), ['height'])).rejects.toThrow(/no column "height".*age, sex, tpm/);
  });
  it('are not counted where nothing tells persons apart', async () => {
    expect((await lookThrough(text('gene,tpm\nTP53,1'))).cells).toBeUndefined();
  });
  it('columns that tell apart are known in both languages', () => {
    for (const name of ['Age', 'age_at_diagnosis', 'Sex', 'ethnicity', '性别', '年龄（岁）', '民族', 'year_of_birth', '入院日期', 'county']) expect(isQuasi(name), name).toBe(true);
    for (const name of ['stage', 'image', 'gene', 'dosage', '基因', 'capacity', 'percentage']) expect(isQuasi(name), name).toBe(false);
  });
});

it('keeps nothing of the table but names, counts and its digest', async () => {
  const looked = await lookThrough(text(`name,age\nAsker One,40\n`, 100));
  expect(JSON.stringify(looked)).not.toContain('Asker One');
  expect(looked).toMatchObject({ rows: 1, columns: 2, bytes: 22, digest: expect.stringMatching(/^[0-9a-f]{64}$/) });
});

it('a large table takes little memory', async () => {
  const line = new TextEncoder().encode('40,F,0.123456789,some words of a note\n'.repeat(1_000));
  const before = process.memoryUsage().heapUsed;
  let most = 0;
  const chunks = async function* () {
    yield new TextEncoder().encode('age,sex,tpm,note\n');
    for (let piece = 0; piece < 300; piece++) {
      if (piece % 50 === 0) most = Math.max(most, process.memoryUsage().heapUsed - before);
      yield line;
    }
  };
  const { rows: count } = await lookThrough(chunks());
  expect(count).toBe(300_000);
  expect(most, 'bytes on the heap').toBeLessThan(150 * 2 ** 20);
});
