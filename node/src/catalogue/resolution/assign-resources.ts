import { recordName, type RecordIdentity } from './identity-of-record.ts';

/** What is known of a resource that could be a cluster's. */
export interface Standing {
  id: string;
  ordinal: number;
  /** It was merged into another and only points there now. */
  merged: boolean;
}

/**
 * Gives each group of records its resource. A resource that several groups lay claim to (a merge was undone) goes to
 * the record that made it, else to the one known longest. Of several a group may have, it takes the oldest that
 * stands: an address, once given, is kept as long as can be.
 * @returns the resource of each record, by `recordName`.
 */
export function assignResources(clusters: RecordIdentity[][], standing: ReadonlyMap<string, Standing>): Map<string, string> {
  const claims = new Map<string, { cluster: RecordIdentity[]; made: boolean; since: number; name: string }[]>();
  for (const cluster of clusters) {
    const claimed = new Set(cluster.flatMap(({ natural, resource }) => (resource ? [natural, resource] : [natural])));
    for (const id of claimed) {
      const living = cluster.filter(({ resource }) => resource === id);
      const since = Math.min(...living.map(({ firstSeen }) => firstSeen ?? Infinity), Infinity);
      const name = cluster.map(recordName).sort()[0]!;
      claims.set(id, [...(claims.get(id) ?? []), { cluster, made: cluster.some(({ natural }) => natural === id), since, name }]);
    }
  }
  const won = new Map<RecordIdentity[], string[]>();
  for (const [id, claimants] of claims) {
    const [winner] = claimants.sort((a, b) => Number(b.made) - Number(a.made) || a.since - b.since || (a.name < b.name ? -1 : 1));
    if (winner) won.set(winner.cluster, [...(won.get(winner.cluster) ?? []), id]);
  }
  const assigned = new Map<string, string>();
  for (const cluster of clusters) {
    const rank = (id: string) => {
      const it = standing.get(id);
      return it === undefined ? Infinity : it.merged ? Number.MAX_SAFE_INTEGER : it.ordinal;
    };
    const first = cluster.map(({ natural }) => natural).sort()[0]!;
    const [id] = (won.get(cluster) ?? []).sort((a, b) => rank(a) - rank(b) || (a === first ? -1 : b === first ? 1 : a < b ? -1 : 1));
    for (const record of cluster) assigned.set(recordName(record), id ?? record.natural);
  }
  return assigned;
}
