import { identifierOf } from '../../../kernel/identifiers.ts';
import type { MemberHit, SearchReply } from '../question.ts';

/** A hit as a member tells of it. */
export function aHit(node: string, key: string, more: Partial<MemberHit> = {}): MemberHit {
  const resource = identifierOf(node, key);
  return {
    id: resource,
    category: 'tool',
    kind: 'tool',
    status: 'published',
    title: { en: key },
    topics: [],
    updated: '2026-01-01T00:00:00.000Z',
    links: 0,
    why: [],
    holders: [{ node, resource, url: `https://${node.slice(5, 12)}.example/r/${resource}` }],
    identifiers: [],
    records: [],
    ...more,
  };
}

export const aReply = (node: string, hits: MemberHit[], total = hits.length): SearchReply => ({
  type: 'search',
  node,
  total,
  hits,
  facets: { category: [{ value: 'tool', count: total }], kind: [{ value: 'tool', count: total }] },
  members: [],
});
