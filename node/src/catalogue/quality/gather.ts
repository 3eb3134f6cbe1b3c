import type { Sight } from '../../access/index.ts';
import { run, type Db } from '../../kernel/database.ts';
import { runSeen } from '../seen.ts';
import { LOCAL } from '../compose.ts';
import type { Description } from '../description.ts';
import type { Outgoing } from '../outgoing.ts';
import type { Reading } from '../read-resource.ts';
import { addressesOf, isCheckable } from './addresses.ts';
import { addressStates } from './liveness/address-store.ts';
import type { Subject } from './subject.ts';
import { deprecatedTermsIn, type RecordWords } from './term-drift.ts';

/** Brings together what is to be assessed of these resources: three queries, however many they are. */
export async function gatherSubjects({ db, vocabulary, sight }: Pick<Reading, 'db' | 'vocabulary' | 'sight'>, resources: Outgoing[], now: Date): Promise<Map<string, Subject>> {
  const ids = resources.map(({ id }) => id);
  const addresses = resources.flatMap((it) => addressesOf(it).map(({ address }) => address)).filter(isCheckable);
  const [records, states, twins] = await Promise.all([recordWords(db, ids), addressStates(db, [...new Set(addresses)]), sameTitles(db, sight, ids)]);
  return new Map(
    // What a keeper has put in a field's place is what counts there, whatever the sources still say.
    resources.map((it): [string, Subject] => [
      it.id,
      {
        content: it,
        provenance: it.provenance,
        url: it.url,
        linked: it.linked,
        addresses: states,
        deprecatedTerms: deprecatedTermsIn(records.get(it.id) ?? [], vocabulary).filter(
          ({ field, source }) => source === LOCAL || it.provenance[field.split('/')[1] ?? '']?.source !== LOCAL,
        ),
        sameTitle: twins.get(it.id) ?? [],
        now,
      },
    ]),
  );
}

async function recordWords(db: Db, ids: string[]): Promise<Map<string, RecordWords[]>> {
  const { rows } = await run(db, 'select resource_id, source, key, description from catalogue.record where resource_id = any($1) and not withdrawn order by source, key', [ids]);
  const records = rows as unknown as { resource_id: string; source: string; key: string; description: Partial<Description> }[];
  return new Map([...Map.groupBy(records, ({ resource_id }) => resource_id)].map(([id, list]) => [id, list.map(({ source, key, description }) => ({ source, key, description }))]));
}

/** Other resources of the same kind and title, at most a few of each. */
async function sameTitles(db: Db, sight: Sight, ids: string[]): Promise<Map<string, string[]>> {
  const { rows } = await runSeen(
    db,
    sight,
    `select r.id, array_agg(other.id order by other.ordinal) as twins
     from catalogue.resource r, lateral (
       select o.id, o.ordinal from catalogue.resource o
       where o.kind = r.kind and lower(coalesce(o.title ->> 'en', o.title ->> 'zh')) = lower(coalesce(r.title ->> 'en', r.title ->> 'zh'))
         and o.id <> r.id and seen(o)
       order by o.ordinal limit 5
     ) other
     where r.id = any($1) group by r.id`,
    [ids],
  );
  return new Map((rows as { id: string; twins: string[] }[]).map(({ id, twins }) => [id, twins]));
}
