import { DataFactory, Parser, type Quad } from 'n3';
import { RdfXmlParser } from 'rdfxml-streaming-parser';
import { expect, test } from 'vitest';
import { rdfText, type Add } from './index.ts';
import { rdfXmlDocument } from './rdf-xml.ts';

const { namedNode, literal } = DataFactory;
const integer = namedNode('http://www.w3.org/2001/XMLSchema#integer');

const write = (add: Add): void => {
  const [a, b] = [namedNode('https://example.org/a?x=1&y=2'), namedNode('https://example.org/b')];
  add(a, namedNode('http://purl.org/dc/terms/title'), literal('<"A" & ]]> \u0085\r\n\t 题>', 'zh'));
  add(a, namedNode('http://purl.org/dc/terms/title'), literal('  blanks  '));
  add(b, namedNode('http://www.w3.org/1999/02/22-rdf-syntax-ns#type'), namedNode('http://www.w3.org/ns/dcat#Dataset'));
  add(b, namedNode('http://edamontology.org/has_function'), namedNode('http://edamontology.org/operation_0004'));
  add(b, namedNode('https://elsewhere.example/terms/2024/count'), literal('7', integer));
  add(a, namedNode('http://purl.org/dc/terms/relation'), b);
};

const names = (quads: Quad[]) =>
  quads
    .map(
      ({ subject, predicate, object }) =>
        `${subject.value} ${predicate.value} ${object.value} ${object.termType === 'Literal' ? `${object.language} ${object.datatype.value}` : ''}`,
    )
    .toSorted();

test('RDF/XML says what N-Triples say, whatever stands in its texts', async () => {
  const document = rdfXmlDocument();
  write(document.add);
  const xml = document.take() + document.end();
  const read: Quad[] = [];
  await new Promise((done, fail) => {
    const parser = new RdfXmlParser();
    parser
      .on('data', (quad: Quad) => read.push(quad))
      .on('error', fail)
      .on('end', done);
    parser.end(xml);
  });
  expect(names(read)).toEqual(names(new Parser().parse(rdfText('n-triples', write))));
  expect(read).toHaveLength(6);
  expect(xml.match(/xmlns:/g)).toHaveLength(4);
});

test('a property whose address ends in no name cannot be written, and is told', () => {
  expect(() => rdfXmlDocument().add(namedNode('https://example.org/a'), namedNode('https://example.org/1/'), literal('x'))).toThrow('cannot be the name of a property');
});

test('characters that no XML holds are left out', () => {
  const document = rdfXmlDocument();
  document.add(namedNode('https://example.org/a'), namedNode('http://purl.org/dc/terms/title'), literal('a\u0000\u000b\ufffe\ud800b'));
  expect(document.end()).toContain('<dct:title>a\ufffdb</dct:title>');
});
