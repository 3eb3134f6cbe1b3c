import { run, type Db } from '../../kernel/database.ts';

export interface Name {
  origin: string;
  resource: string;
}

/**
 * Works out anew, for some resources, what of them the catalogue and this node's own feed are to show: the newest saying
 * of the origin, as long as a feed of that saying's audience carries the resource and it was not withdrawn. Of several
 * paths the shortest is handed on; where the path alone has changed, the feed is made to say it again.
 * @param relaying the followings whose descriptions this node hands on.
 * @returns how many changed.
 */
export async function settleReplicas(trx: Db, names: readonly Name[], relaying: readonly string[]): Promise<number> {
  if (names.length === 0) return 0;
  const { numAffectedRows } = await run(trx, SETTLE, [names.map(({ origin }) => origin), names.map(({ resource }) => resource), relaying]);
  return Number(numAffectedRows ?? 0);
}

const SETTLE = `
  with settled as (
    select r.origin, r.resource,
      case when r.gone or held.via is null then null else r.hash end as wanted,
      case when r.gone or r.audience <> 'public' or relaying.via is null then null else r.hash end as relay,
      coalesce(relaying.via, held.via, '{}') as via
    from unnest($1::text[], $2::text[]) as touched(origin, resource)
    join federation.replica r using (origin, resource)
    left join lateral (
      select h.via from federation.holding h
      where h.origin = r.origin and h.resource = r.resource and h.state = 'held' and split_part(h.following, '/', 2) = r.audience
      order by cardinality(h.via), h.via limit 1
    ) held on true
    left join lateral (
      select h.via from federation.holding h
      where h.origin = r.origin and h.resource = r.resource and h.state = 'held' and h.following = any($3::text[])
      order by cardinality(h.via), h.via limit 1
    ) relaying on r.audience = 'public'
  )
  update federation.replica r set wanted = s.wanted, relay = s.relay, via = s.via,
    relayed = case when s.relay = r.relay and s.relay is not null and r.relayed is not null and s.via <> r.via then '' else r.relayed end
  from settled s
  where r.origin = s.origin and r.resource = s.resource
    and (r.wanted is distinct from s.wanted or r.relay is distinct from s.relay or r.via <> s.via)`;
