import { countHeld, type HeldCounts, type Searching } from '../../catalogue/search/index.ts';
import type { Sight } from '../../access/index.ts';
import type { Peers } from '../peer/index.ts';
import { coverageOf, partsOf } from './coverage.ts';
import { drawUp, edgesOf, nameOfSet, setsToCount, structureOf, type Self } from './draw-up.ts';
import type { CoverageView, EcosystemView } from './ecosystem-view.ts';
import { openHubReports } from './hub-reports.ts';
import { readKnown, signsOfChange } from './read-known.ts';

export interface EcosystemOptions {
  searching: Pick<Searching, 'db' | 'index' | 'vocabulary'>;
  self: Self;
  /** What everybody may discover: the picture is the same for all. */
  publicSight: () => Promise<Sight>;
  /** The way to the hubs among the members, which tell how it stands with theirs; left out, they are not asked. */
  peers?: Pick<Peers, 'ask'> | undefined;
}

export interface Ecosystem {
  read(now: Date): Promise<EcosystemView>;
  coverage(asked: { by: 'group' | 'platform'; topics: number }, now: Date): Promise<CoverageView>;
}

/** Counts are made anew where they are older than this, for the next who asks; past the second figure everybody waits for new ones: milliseconds. */
const FRESH = 3_000;
const STALE = 30_000;

interface Picture {
  view: EcosystemView;
  count: (sets: readonly ReadonlySet<string>[]) => Promise<HeldCounts[]>;
  all: HeldCounts;
  sourcesOf: (nodes: ReadonlySet<string>) => string[];
}

/** The surroundings of this node. What is counted may be some seconds old; who belongs to whom and how it stands with each feed never is. */
export function openEcosystem({ searching, self, publicSight, peers }: EcosystemOptions): Ecosystem {
  const { db } = searching;
  const reports = openHubReports(peers);

  async function draw(now: Date): Promise<Picture> {
    const [known, sight] = await Promise.all([readKnown(db, now), publicSight()]);
    reports.refresh(
      known.memberships.filter(({ side, role }) => side === 'member' && role === 'hub'),
      now,
    );
    const edges = edgesOf(self.id, known);
    const [all] = (await countHeld(searching, sight, ['all'])) as [HeldCounts];
    // Own records are those of every source that is no node.
    const own = [...all.sources.keys()].filter((source) => !source.startsWith('node:'));
    const sourcesOf = (nodes: ReadonlySet<string>) => [...nodes].flatMap((node) => (node === self.id ? own : [node])).sort();
    const counted = new Map<string, HeldCounts>();
    const count = async (sets: readonly ReadonlySet<string>[]): Promise<HeldCounts[]> => {
      const wanted = [...new Map(sets.map((set) => [nameOfSet(set), set])).entries()].filter(([name]) => !counted.has(name));
      const counts = await countHeld(
        searching,
        sight,
        wanted.map(([, set]) => sourcesOf(set)),
      );
      for (const [place, [name]] of wanted.entries()) counted.set(name, counts[place] as HeldCounts);
      return sets.map((set) => counted.get(nameOfSet(set)) as HeldCounts);
    };
    await count(setsToCount(structureOf(self.id, edges)));
    const view = drawUp({ self, known, edges, reports, now, countsOf: (nodes) => counted.get(nameOfSet(nodes)) });
    return { view: { ...view, resources: all.total }, count, all, sourcesOf };
  }

  let drawn: { signs: string; at: number; picture: Promise<Picture> } | undefined;
  const redraw = (signs: string, now: Date): Promise<Picture> => {
    const picture = draw(now);
    const mine = { signs, at: now.getTime(), picture };
    drawn = mine;
    picture.catch(() => (drawn = drawn === mine ? undefined : drawn));
    return picture;
  };
  const current = async (now: Date): Promise<Picture> => {
    const signs = await signsOfChange(db, now);
    if (!drawn || drawn.signs !== signs) return redraw(signs, now);
    const age = Math.abs(now.getTime() - drawn.at);
    if (age <= FRESH) return drawn.picture;
    const { picture } = drawn;
    if (age > STALE) return redraw(signs, now);
    // The one who asks now gets what was counted last, the next one what is counted meanwhile.
    redraw(signs, now).catch(() => {});
    return picture;
  };

  return {
    read: async (now) => (await current(now)).view,
    async coverage({ by, topics }, now) {
      const { view, count, all, sourcesOf } = await current(now);
      const parts = partsOf(view, by);
      const counts = await count(parts.map(({ nodes }) => nodes));
      return coverageOf({ view, by, parts, counts, all, sourcesOf, vocabulary: searching.vocabulary(), topics });
    },
  };
}
