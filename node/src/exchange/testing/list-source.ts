import type { ReadItem, Source } from '../source.ts';

/** A source for tests that reads from a list, and can be told to break off, to be slow, or to leave itself unfinished. */
export interface ListSource extends Source {
  items: ReadItem[];
  failAfter?: number;
  /** Called before each item. */
  before?: (place: number) => Promise<void> | void;
  whole: string[];
}

export function listSource(id: string, items: ReadItem[] = []): ListSource {
  const source: ListSource = {
    id,
    title: { en: id, zh: id },
    description: { en: 'A source for tests', zh: '测试来源' },
    homepage: 'https://example.org/',
    licence: { name: 'none' },
    defaultAddress: import.meta.dirname,
    schedule: null,
    target: 'catalogue',
    version: 1,
    items,
    whole: ['things'],
    async *read(_input, report) {
      for (const [place, item] of source.items.entries()) {
        if (place === source.failAfter) throw new Error(`the source broke off at ${place}`);
        await source.before?.(place);
        yield item;
      }
      report.expect(source.items.length);
      for (const collection of source.whole) report.whole(collection);
    },
  };
  return source;
}

/** A dataset that holds, with whatever is to differ. */
export const thing = (key: string, description: Record<string, unknown> = {}): ReadItem => ({
  record: { key, collection: 'things', description: { kind: 'dataset', title: { en: `Thing ${key}`, zh: `事物 ${key}` }, ...description } },
});

export const things = (count: number, from = 0): ReadItem[] => Array.from({ length: count }, (_, place) => thing(`thing-${from + place}`));
