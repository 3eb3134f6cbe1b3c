import { CATEGORIES, CATEGORY_LABELS } from '../../catalogue/index.ts';
import type { HeldCounts } from '../../catalogue/search/index.ts';
import { BRANCH_ROOTS, type Vocabulary } from '../../vocabulary/index.ts';
import type { CoverageView, EcosystemView } from './ecosystem-view.ts';
import { structureOf } from './draw-up.ts';
import { below } from './structure.ts';

/** A column of the table: a group with all below it, or one node. */
interface Part {
  id: string;
  nodes: ReadonlySet<string>;
}

/**
 * The columns. By group: each group or cluster among the members of this node, and this node with what belongs to it
 * directly. By platform: every node that describes resources of its own.
 */
export function partsOf({ self, nodes, edges }: EcosystemView, by: 'group' | 'platform'): Part[] {
  if (by === 'platform')
    return nodes.filter(({ place, own, level }) => place !== 'above' && (own.total > 0 || level === 'platform')).map(({ id }) => ({ id, nodes: new Set([id]) }));
  const groups = nodes.filter(({ direct, level }) => direct && level !== 'platform');
  const own = new Set([self, ...nodes.filter(({ direct, level }) => direct && level === 'platform').map(({ id }) => id)]);
  // A way that leads back through this node leads to everything: that is no part of the group.
  const apart = { edges: structureOf(self, edges).edges.filter(({ from, to }) => from !== self && to !== self) };
  return [{ id: self, nodes: own }, ...groups.map(({ id }) => ({ id, nodes: below(apart, id) }))];
}

/** One of the broadest topics of the vocabulary: those lie right below its root, and are shown although nothing bears them. */
const isBroadest = (broader: readonly string[]): boolean => broader.some((id) => BRANCH_ROOTS.has(id));

interface Counted {
  view: EcosystemView;
  by: 'group' | 'platform';
  parts: readonly Part[];
  /** Of each part, in their order, and of everything. */
  counts: readonly HeldCounts[];
  all: HeldCounts;
  sourcesOf: (nodes: ReadonlySet<string>) => string[];
  vocabulary: Vocabulary;
  /** How many topics, the most frequent ones, beside the broadest that nobody holds. */
  topics: number;
}

/** Categories and topics by who holds them. */
export function coverageOf({ view, by, parts, counts, all, sourcesOf, vocabulary, topics }: Counted): CoverageView {
  const nodes = new Map(view.nodes.map((node) => [node.id, node]));
  const row = (type: 'category' | 'topic', id: string, label: CoverageView['rows'][number]['label'], of: (held: HeldCounts) => number): CoverageView['rows'][number] => {
    const each = counts.map(of);
    const holders = each.filter((count) => count > 0).length;
    return { type, id, label, total: of(all), counts: each, gap: holders === 0 ? 'none' : holders === 1 && parts.length > 1 ? 'one' : 'held' };
  };
  const byCount = ([a, x]: readonly [string, number], [b, y]: readonly [string, number]) => y - x || (a < b ? -1 : 1);
  const frequent = [...all.topics].filter(([id, count]) => count > 0 && vocabulary.get(id)).sort(byCount);
  const missing = [...vocabulary.terms()].filter(({ id, branch, broader, deprecated }) => branch === 'topic' && !deprecated && isBroadest(broader) && !all.topics.get(id));
  return {
    by,
    parts: parts.map(({ id, nodes: within }, place) => ({
      id,
      name: nodes.get(id)?.name ?? { en: id },
      level: nodes.get(id)?.level ?? 'platform',
      total: counts[place]?.total ?? 0,
      sources: sourcesOf(within),
    })),
    total: all.total,
    rows: [
      ...CATEGORIES.map((id) => row('category', id, CATEGORY_LABELS[id], ({ categories }) => categories.get(id) ?? 0)),
      ...[...frequent.slice(0, topics).map(([id]) => id), ...missing.map(({ id }) => id).sort()].map((id) =>
        row('topic', id, vocabulary.ref(id).label, ({ topics: held }) => held.get(id) ?? 0),
      ),
    ],
    at: view.at,
  };
}

/** A cell that a spreadsheet reads as text and not as a formula (RFC 4180; a formula begins with one of these signs). */
const cell = (text: string): string => `"${(/^[=+\-@\t\r]/.test(text) ? `'${text}` : text).replaceAll('"', '""')}"`;

/** The same as CSV (RFC 4180), with both languages and the identifiers. */
export function coverageCsv({ parts, rows }: CoverageView): string {
  const names = parts.map(({ id, name }) => cell(`${name['en'] ?? name['zh'] ?? id}`));
  const head = ['type', 'id', 'label_en', 'label_zh', 'held_by', 'total', ...names];
  const lines = rows.map(({ type, id, label, gap, total, counts }) => [type, cell(id), cell(label['en'] ?? ''), cell(label['zh'] ?? ''), gap, total, ...counts].join(','));
  return `${[head.join(','), ...lines].join('\r\n')}\r\n`;
}
