import type { Peers } from '../peer/index.ts';
import { EcosystemView, type EcosystemNode } from './ecosystem-view.ts';

/** How replication of a node stands, as the hub says that follows it. */
export type Report = Pick<EcosystemNode, 'health' | 'lastSuccess' | 'lag' | 'here' | 'there' | 'digestEqual'>;

/** What the hubs among the members tell of their own members. It is asked for beside what is drawn and never waited for. */
export interface HubReports {
  /** What a hub last told of a node. */
  of(hub: string, node: string, now: Date): Report | undefined;
  /** Asks each of these hubs again whose last word is old. */
  refresh(hubs: readonly { node: string; url: string }[], now: Date): void;
}

/** A hub is asked at most so often, and its word counts for so long: milliseconds. */
const ASKED_EVERY = 10_000;
const HOLDS_FOR = 120_000;
/** Milliseconds a hub may be silent, and bytes it may answer with. */
const SILENCE = 5_000;
const LARGEST = 2 * 2 ** 20;
const MOST_HUBS = 200;

export function openHubReports(peers: Pick<Peers, 'ask'> | undefined): HubReports {
  const told = new Map<string, { at: number; nodes: ReadonlyMap<string, Report> }>();
  const asked = new Map<string, number>();

  async function ask(hub: { node: string; url: string }, now: Date): Promise<void> {
    const answer = await peers?.ask(`${hub.url}/api/v1/federation/ecosystem`, { accept: 'application/json', silence: SILENCE, largest: LARGEST });
    if (answer?.status !== 200) return;
    const view = EcosystemView.safeParse(JSON.parse(await answer.text()));
    // Whoever answers at the address must be the hub that was admitted.
    if (!view.success || view.data.self !== hub.node) return;
    if (told.size >= MOST_HUBS) told.clear();
    told.set(hub.node, {
      at: now.getTime(),
      nodes: new Map(view.data.nodes.filter(({ place, health }) => place === 'below' && health !== 'unknown').map((node) => [node.id, node])),
    });
  }

  return {
    of(hub, node, now) {
      const word = told.get(hub);
      return word && now.getTime() - word.at < HOLDS_FOR ? word.nodes.get(node) : undefined;
    },
    refresh(hubs, now) {
      if (!peers) return;
      for (const hub of hubs.slice(0, MOST_HUBS)) {
        if (now.getTime() - (asked.get(hub.node) ?? -Infinity) < ASKED_EVERY) continue;
        asked.set(hub.node, now.getTime());
        // A hub that does not answer tells nothing; that it does not is seen by its own feed.
        ask(hub, now).catch(() => {});
      }
    },
  };
}
