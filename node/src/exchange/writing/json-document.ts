import type { Outgoing } from '../../catalogue/index.ts';

type Pages = AsyncIterable<Outgoing[]>;

/** Each page's entries as the members of a JSON array, without its brackets; as many pieces as pages. */
export async function* members(pages: Pages, entryOf: (resource: Outgoing) => unknown): AsyncGenerator<string> {
  let separator = '';
  for await (const page of pages) {
    let piece = '';
    for (const resource of page) {
      piece += `${separator}${JSON.stringify(entryOf(resource))}`;
      separator = ',\n';
    }
    yield piece;
  }
}

/** A JSON list of an entry a resource. */
export async function* jsonList(pages: Pages, entryOf: (resource: Outgoing) => unknown): AsyncGenerator<string> {
  yield '[\n';
  yield* members(pages, entryOf);
  yield '\n]\n';
}

/**
 * A document of a single resource where it is asked for alone, else whatever the standard has for many. Only the first
 * page is looked ahead, so that memory stays that of a page.
 */
export async function* oneOrMany(
  pages: Pages,
  { whole }: { whole: boolean },
  one: (resource: Outgoing) => unknown,
  many: (pages: Pages) => AsyncIterable<string>,
): AsyncGenerator<string> {
  const iterator = pages[Symbol.asyncIterator]();
  const ahead: Outgoing[] = [];
  let ended = false;
  while (!ended && !whole && ahead.length < 2) {
    const { done, value } = await iterator.next();
    if (done) ended = true;
    else ahead.push(...value);
  }
  const [only] = ahead;
  if (ended && only && ahead.length === 1) {
    yield `${JSON.stringify(one(only), null, 2)}\n`;
    return;
  }
  yield* many(
    (async function* () {
      if (ahead.length > 0) yield ahead;
      if (!ended) for (let next = await iterator.next(); !next.done; next = await iterator.next()) yield next.value;
    })(),
  );
}
