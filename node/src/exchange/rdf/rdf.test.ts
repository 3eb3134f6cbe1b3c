import jsonld from 'jsonld';
import { Parser, type Quad } from 'n3';
import { describe, expect, test } from 'vitest';
import { date, instant, iri, named, rdfText, SYNTAXES, text, texts, typed, type Add } from './index.ts';
import { dct, rdf, skos, xsd } from './namespaces.ts';

describe('an address as an IRI', () => {
  test.each([
    ['https://example.org/a?b=c&d=[1]#e', 'https://example.org/a?b=c&d=%5B1%5D#e'],
    ['https://example.org/数据?q=ü', 'https://example.org/数据?q=ü'],
    ['https://example.org/{a}|b^c`d"e<f>\\g', 'https://example.org/%7Ba%7D%7Cb%5Ec%60d%22e%3Cf%3E%5Cg'],
    ['https://example.org/100%', 'https://example.org/100%25'],
    ['https://example.org/100%25', 'https://example.org/100%25'],
    ['https://example.org/a#b#c', 'https://example.org/a#b%23c'],
    ['http://[2001:db8::1]:80/a', 'http://[2001:db8::1]:80/a'],
    ['https://example.org/a b\nc', 'https://example.org/a%20b%0Ac'],
    ['s3://bucket/key', 's3://bucket/key'],
    ['arn:aws:s3:::bucket/key with blanks', 'arn:aws:s3:::bucket/key%20with%20blanks'],
    ['mailto:ada@example.org', 'mailto:ada@example.org'],
  ])('%s is written %s', (address, written) => {
    const found = iri(address)?.value;
    expect(found).toBe(written);
    expect(new Parser().parse(`<https://example.org/s> <https://example.org/p> <${found}> .`)[0]?.object.value).toBe(written);
  });

  test.each(['', 'file.txt', '/a/b', '../x', '//example.org/a', '#x', 'C:\\data', 'https://', 'http://a b/', 'https://example.org:port/', 'mailto:'])('"%s" is none', (address) =>
    expect(iri(address)).toBeUndefined(),
  );
});

test.each([
  ['2024', '2024', 'gYear'],
  ['2024-02', '2024-02', 'gYearMonth'],
  ['2024-02-29', '2024-02-29', 'date'],
  ['2024-02-29T10:11', '2024-02-29T10:11:00', 'dateTime'],
  ['2024-02-29T10:11:12.5+0200', '2024-02-29T10:11:12.5+02:00', 'dateTime'],
  ['2024-02-29T10:11:12Z', '2024-02-29T10:11:12Z', 'dateTime'],
])('the date %s is %s of xsd:%s', (given, value, type) => expect(date(given)).toMatchObject({ value, datatype: { value: `http://www.w3.org/2001/XMLSchema#${type}` } }));

test('dates become the instants they begin with', () => {
  expect(instant('2024')?.value).toBe('2024-01-01T00:00:00.000Z');
  expect(instant('2024-02-29T10:11:12')?.value).toBe('2024-02-29T10:11:12.000Z');
  expect(instant('2024-02-29T10:11:12+02:00')?.value).toBe('2024-02-29T08:11:12.000Z');
  expect(date('yesterday')).toBeUndefined();
});

const write = (add: Add) => {
  const a = named('https://example.org/a');
  add(a, rdf.type, skos.Concept);
  add(a, rdf.type, named('https://example.org/types#other thing'.replace(' ', '%20')));
  for (const title of texts({ en: 'say "hi"\\\n\t\r', zh: '“你好”𠮷😀', 'zh-Hant': '繁' })) add(a, dct.title, title);
  add(a, dct.identifier, text('\u0001 \u007F \u2028 <&> \uFFFD'));
  add(a, dct.identifier, text('@en'));
  add(named('https://example.org/b'), dct.issued, typed('2024', xsd.gYear));
  add(named('https://example.org/b'), dct.relation, named('https://example.org/数据'));
  add(a, dct.relation, named('urn:isbn:0451450523'));
  add(a, named('https://example.org/own/predicate'), typed(12, xsd.integer));
};
const plain = (quads: Quad[]) =>
  quads
    .map(({ subject, predicate, object }) =>
      JSON.stringify([subject.value, predicate.value, object.value, object.termType === 'Literal' ? [object.language || '', object.datatype.value] : 0]),
    )
    .sort();

describe('one graph in three syntaxes', () => {
  const expected = plain(new Parser({ format: 'N-Triples' }).parse(rdfText('n-triples', write)));

  test('N-Triples hold every triple, one a line', () => expect(expected).toHaveLength(11));

  test('Turtle reads back as the same triples', () => expect(plain(new Parser({ format: 'Turtle' }).parse(rdfText('turtle', write)))).toEqual(expected));

  test('JSON-LD reads back as the same triples, with nothing to be fetched', async () => {
    const fetched: string[] = [];
    const documentLoader = async (url: string) => {
      fetched.push(url);
      throw new Error('nothing may be fetched');
    };
    const quads = await jsonld.toRDF(JSON.parse(rdfText('json-ld', write)), { documentLoader: documentLoader as never });
    expect(plain(quads as never)).toEqual(expected);
    expect(fetched).toEqual([]);
  });

  test.each(Object.keys(SYNTAXES) as (keyof typeof SYNTAXES)[])('an empty graph is a valid document of %s', async (syntax) => {
    const document = rdfText(syntax, () => undefined);
    expect(syntax === 'json-ld' ? await jsonld.toRDF(JSON.parse(document)) : new Parser().parse(document)).toEqual([]);
  });
});
