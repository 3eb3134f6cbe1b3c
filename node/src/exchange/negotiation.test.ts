import { describe, expect, test } from 'vitest';
import { acceptedProfiles, choose } from './negotiation.ts';

const OFFERS = [
  { mediaType: 'text/html', alike: ['application/xhtml+xml'] },
  { mediaType: 'application/json', alike: ['application/problem+json'] },
  { mediaType: 'text/turtle', profile: 'https://example.org/dcat' },
  { mediaType: 'application/ld+json', profile: 'https://example.org/dcat' },
  { mediaType: 'application/ld+json', profile: 'https://example.org/other' },
];
const chosen = (accept: string | undefined, profiles: string[] = []) => OFFERS.indexOf(choose(accept, OFFERS, profiles)!);

describe('what an Accept header prefers', () => {
  test.each([
    [undefined, 0],
    ['', 0],
    ['*/*', 0],
    ['text/html,application/xhtml+xml,*/*;q=0.8', 0],
    ['application/json', 1],
    ['application/problem+json', 1],
    ['application/json;q=0.5, text/html', 0],
    ['text/html;q=0.5, application/json', 1],
    ['text/turtle', 2],
    ['TEXT/Turtle; charset=utf-8', 2],
    ['text/*', 0],
    ['text/*;q=0.5, text/html;q=0.1', 2],
    ['application/n-triples, text/turtle;q=0.3, application/ld+json;q=0.2', 2],
    ['application/ld+json', 3],
    ['application/ld+json;profile="https://example.org/other"', 4],
    ['application/ld+json;profile="http://www.w3.org/ns/json-ld#compacted", text/turtle;q=0.9', 3],
    ['*/*;q=0.1, text/html;q=0, application/json;q=0', 2],
    ['text/turtle;q=2', 2],
    ['image/png', -1],
    ['text/html;q=0', -1],
    ['nonsense, ;;,,/', -1],
    ['a/b;q="x,y", text/turtle', 2],
  ])('%s: offer %i', (accept, offer) => expect(chosen(accept)).toBe(offer));

  test('a header without end is not read to its end', () => expect(chosen(`${'x/y,'.repeat(100_000)}text/turtle`)).toBe(-1));

  test('a profile narrows the choice where something keeps to it', () => {
    expect(chosen('application/ld+json', ['https://example.org/other'])).toBe(4);
    expect(chosen('*/*', ['https://example.org/dcat'])).toBe(2);
    expect(chosen('application/ld+json', ['https://example.org/unknown'])).toBe(3);
    expect(acceptedProfiles('<https://a.example/>;q=0.2, <https://b.example/>, <https://c.example/>;q=0')).toEqual(['https://b.example/', 'https://a.example/']);
  });
});
