import { CATEGORIES } from '../../catalogue/index.ts';
import type { HeldCounts } from '../../catalogue/search/index.ts';
import type { LanguageMap } from '../../kernel/language-map.ts';
import type { EcosystemEdge, EcosystemNode, EcosystemView } from './ecosystem-view.ts';
import type { HubReports, Report } from './hub-reports.ts';
import { digestsEqual, healthOf, worse } from './health.ts';
import type { Known } from './read-known.ts';
import { below, levelsOf, treeOf, type Structure } from './structure.ts';

/** This node, for the picture of its surroundings. */
export interface Self {
  id: string;
  name: LanguageMap;
  description: LanguageMap;
  organisation: LanguageMap | null;
  url: string;
}

/**
 * Who belongs to whom: what memberships of this node say, beyond them the ways that descriptions took, and what the
 * nodes on these ways say of themselves.
 */
export function edgesOf(self: string, { nodes, memberships, paths }: Pick<Known, 'nodes' | 'memberships' | 'paths'>): EcosystemEdge[] {
  const edges = new Map<string, EcosystemEdge>();
  const add = (edge: EcosystemEdge) => {
    const name = `${edge.from} ${edge.to}`;
    if (edge.from !== edge.to && !edges.has(name)) edges.set(name, edge);
  };
  for (const { node, side, role, since, until } of memberships) {
    const [from, to] = side === 'member' ? [node, self] : [self, node];
    add({ from, to, role, since: since?.toISOString() ?? null, until: until?.toISOString() ?? null, known: 'membership' });
  }
  const followed = new Set(memberships.filter(({ side }) => side === 'member').map(({ node }) => node));
  for (const path of paths) {
    // What was held of a membership that is over goes in batches; it draws no edge meanwhile.
    if (!followed.has(path.followed)) continue;
    const way = [path.origin, ...path.via, path.followed];
    for (const [place, from] of way.slice(0, -1).entries()) {
      const to = way[place + 1] as string;
      if (from !== self && to !== self) add({ from, to, role: null, since: null, until: null, known: 'path' });
    }
  }
  const reached = new Set([...edges.values()].flatMap(({ from, to }) => [from, to]));
  for (const from of reached) {
    for (const to of nodes.get(from)?.hubs ?? []) if (from !== self && to !== self && reached.has(to)) add({ from, to, role: null, since: null, until: null, known: 'statement' });
  }
  return [...edges.values()];
}

/** Who belongs to whom for certain: what a node merely says of itself counts for nothing. */
export const structureOf = (self: string, edges: readonly EcosystemEdge[]): Structure => ({ self, edges: edges.filter(({ known }) => known !== 'statement') });

const NOWHERE = { total: 0, categories: new Map<string, number>() };

/** Counts of a set of nodes' sayings, once each set was counted. */
type CountsOf = (nodes: ReadonlySet<string>) => Pick<HeldCounts, 'total' | 'categories'> | undefined;

/** The sets of nodes whose sayings are to be counted together: each by itself, and each with what is below it. */
export const setsToCount = (structure: Structure): Set<string>[] => [...treeOf(structure).keys()].flatMap((node) => [new Set([node]), below(structure, node)]);

/** Names one set of nodes. */
export const nameOfSet = (nodes: ReadonlySet<string>): string => [...nodes].sort().join(' ');

/** The ecosystem as this node knows it: itself, what is below it, and the hubs above it. */
export function drawUp({
  self,
  known,
  edges,
  countsOf,
  reports,
  now,
}: {
  self: Self;
  known: Known;
  edges: EcosystemEdge[];
  countsOf: CountsOf;
  reports: HubReports;
  now: Date;
}): EcosystemView {
  const structure = structureOf(self.id, edges);
  const tree = treeOf(structure);
  const roles = new Map(known.memberships.map((each) => [`${each.side} ${each.node}`, each]));
  const levels = levelsOf(structure, (node) => roles.get(`member ${node}`)?.role === 'hub');
  const places = new Map<string, EcosystemNode['place']>([
    ...edges.filter(({ from, to }) => from === self.id && !tree.has(to)).map(({ to }): [string, 'above'] => [to, 'above']),
    ...[...tree.keys()].map((node): [string, 'self' | 'below'] => [node, node === self.id ? 'self' : 'below']),
  ]);
  const nodes = [...places].map(([id, place]): EcosystemNode => {
    const membership = roles.get(`${place === 'above' ? 'hub' : 'member'} ${id}`);
    const named = id === self.id ? self : known.nodes.get(id);
    const url = named?.url ?? membership?.url ?? '';
    const hub = tree.get(id);
    return {
      id,
      place,
      url,
      name: named?.name ?? { en: URL.parse(url)?.host ?? id },
      description: named?.description ?? null,
      organisation: named?.organisation ?? null,
      role: membership?.role ?? edges.find(({ from, to }) => from === id && to === hub)?.role ?? null,
      level: levels.get(id) ?? 'platform',
      direct: place === 'below' && membership !== undefined,
      own: counted(place === 'above' ? undefined : countsOf(new Set([id]))),
      within: counted(place === 'above' ? undefined : countsOf(below(structure, id))),
      problem: known.nodes.get(id)?.problem ?? null,
      ...(place === 'below' && !membership ? toldOf(id, { tree, self: self.id, reports, now }) : { toldBy: null, ...replicationOf(id, known, now) }),
    };
  });
  const beneath = nodes.filter(({ place }) => place === 'below');
  return {
    self: self.id,
    nodes,
    edges,
    resources: countsOf(below(structure, self.id))?.total ?? 0,
    platforms: beneath.filter(({ level, own }) => level === 'platform' || own.total > 0).length,
    groups: nodes.filter(({ level, place }) => place !== 'above' && level === 'group').length,
    at: now.toISOString(),
  };
}

function counted(counts: Pick<HeldCounts, 'total' | 'categories'> = NOWHERE): EcosystemNode['own'] {
  return { total: counts.total, categories: CATEGORIES.map((value) => ({ value, count: counts.categories.get(value) ?? 0 })).filter(({ count }) => count > 0) };
}

/** What the hubs on the way to a node say of it: those among them that are members here were asked. */
function toldOf(
  node: string,
  { tree, self, reports, now }: { tree: ReadonlyMap<string, string | undefined>; self: string; reports: HubReports; now: Date },
): Report & { toldBy: string | null } {
  for (let hub = tree.get(node); hub !== undefined && hub !== self; hub = tree.get(hub)) {
    const report = reports.of(hub, node, now);
    if (report) {
      const { health, lastSuccess, lag, here, there, digestEqual } = report;
      return { toldBy: hub, health, lastSuccess, lag, here, there, digestEqual };
    }
  }
  return { toldBy: null, health: 'unknown', lastSuccess: null, lag: null, here: null, there: null, digestEqual: null };
}

/** Of the feeds of a node that are followed: public and, where it shares one, that of its group. */
function replicationOf(node: string, { followings }: Known, now: Date): Report {
  const feeds = followings.filter((feed) => feed.node === node);
  const open = feeds.find(({ audience }) => audience === 'public');
  const known = feeds.filter((feed) => healthOf(feed, now) !== 'unknown');
  const equal = known.map(digestsEqual);
  return {
    health: known.map((feed) => healthOf(feed, now)).reduce(worse, open ? healthOf(open, now) : healthOf(undefined, now)),
    lastSuccess: open?.last_success?.toISOString() ?? null,
    lag: open?.lag ?? null,
    here: open?.count_here ?? null,
    there: open?.count_there ?? null,
    digestEqual: equal.length === 0 || equal.includes(null) ? null : equal.every(Boolean),
  };
}
