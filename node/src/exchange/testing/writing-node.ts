import { allOutgoing, outgoing, type DescriptionInput, type Outgoing, type Reading } from '../../catalogue/index.ts';
import type { Format, WritingContext } from '../format.ts';
import { PUBLIC_SIGHT } from '../../access/index.ts';
import { harvestNow } from '../harvest-now.ts';
import { listSource, thing } from './list-source.ts';
import { testNode, type TestNode } from './test-node.ts';

/** A node whose resources are written out. */
export interface WritingNode {
  node: TestNode;
  reading: () => Reading;
  context: () => WritingContext;
  /** Publishes descriptions by key; answers the resources as they leave the node, by the same keys. */
  publish<Key extends string>(descriptions: Record<Key, Partial<DescriptionInput>>): Promise<Record<Key, Outgoing>>;
  /** Every resource, page by page. */
  pages: () => AsyncIterable<Outgoing[]>;
  close(): Promise<void>;
}

export const BASE = 'https://node.example';

const EDAM = new URL('../../../../portal/tests/fixtures/edam-part.owl', import.meta.url).pathname;

/** With a part of EDAM as its vocabulary. */
export async function writingNode(): Promise<WritingNode> {
  const node = await testNode();
  await harvestNow(node.context, { source: 'edam', address: EDAM, by: 'test' });
  const reading = (): Reading => ({ db: node.db, vocabulary: node.vocabulary.current(), sight: PUBLIC_SIGHT, baseUrl: BASE, sourceTitle: (source) => ({ en: source }) });
  const alive = async function* (pages: AsyncIterable<Awaited<ReturnType<typeof outgoing>>['items']>) {
    for await (const page of pages) yield page.flatMap((item) => ('resource' in item ? [item.resource] : []));
  };
  const pages = () => alive(allOutgoing(reading(), { by: 'ordinal' }));
  return {
    node,
    reading,
    pages,
    context: () => ({
      baseUrl: BASE,
      node: { name: { en: 'A node', zh: '节点' }, description: { en: 'A catalogue of tests.', zh: '测试目录。' } },
      vocabulary: node.vocabulary.current(),
      updated: new Date('2026-01-01T00:00:00Z'),
      resources: async (ids) => (await outgoing(reading(), { by: 'ordinal', ids, limit: ids.length })).items.flatMap((item) => ('resource' in item ? [item.resource] : [])),
    }),
    async publish(descriptions) {
      const source = listSource(
        'written',
        Object.entries(descriptions).map(([key, description]) => thing(key, description as Record<string, unknown>)),
      );
      source.whole = [];
      const report = await harvestNow(node.withSources(source), { source: source.id, by: 'test' });
      if (report.rejected.length > 0) throw new Error(JSON.stringify(report.rejected));
      const found: Record<string, Outgoing> = {};
      for await (const page of pages())
        for (const resource of page) for (const { source: from, record } of resource.sources) if (from === 'written' && record in descriptions) found[record] = resource;
      return found as Awaited<ReturnType<WritingNode['publish']>> as never;
    },
    close: () => node.close(),
  };
}

/** What a format writes of these resources. */
export async function written(format: Format, resources: Outgoing[], context: WritingContext, about = { whole: false }): Promise<string> {
  let text = '';
  for await (const piece of format.write(pagesOf(resources), context, about)) text += piece;
  return text;
}

/** Resources in pages of two, so that every seam is met. */
async function* pagesOf(resources: Outgoing[]): AsyncGenerator<Outgoing[]> {
  for (let from = 0; from < resources.length; from += 2) yield resources.slice(from, from + 2);
}

/** Descriptions that try a writer: almost nothing said, and everything said badly. */
export const BAD: Record<string, Partial<DescriptionInput>> = {
  bare: { title: { zh: '只有标题' } },
  markup: {
    title: { en: `</script><script>alert("1")</script> & {x} 50% $a_b #c ~d ^e \\f <i>g`, zh: `“引号”'"\n换行\t制表` },
    description: { en: 'x </script> <!-- ]]> \u2028 \u2029 "quoted" \\ back' },
    keywords: ['=SUM(A1)', '+1', '-1', '@cmd', 'a:b', 'edam:topic_0091', '"', ', '],
    provider: { name: { en: '=HYPERLINK("http://evil.example")' }, url: 'https://example.org/ü/{x}|y?q=数据' },
    homepage: 'https://example.org/a|b{c}/数据?x=<y>',
    version: '=1+1',
  },
  rightToLeft: { title: { en: 'مجموعة بيانات \u202Eevil\u202C', zh: '数据' }, keywords: ['עברית'] },
  long: { title: { en: 'L'.repeat(1_000) }, description: { en: 'word '.repeat(20_000) } },
};
