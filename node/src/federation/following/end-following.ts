import { inTransaction, run, type Db } from '../../kernel/database.ts';
import { noteFollowing } from './following-store.ts';
import { settleReplicas, type Name } from './settle-replicas.ts';

const AT_ONCE = 1_000;

/**
 * Lets go of what a feed brought, after its membership is over: batch by batch, so that it may be cut off and taken up
 * again. What other feeds carry as well stays; the newest word of each origin is remembered, so that nothing older is
 * ever believed again.
 */
export async function endFollowing(db: Db, id: string, relaying: readonly string[]): Promise<void> {
  await noteFollowing(db, id, { state: 'ending' });
  for (;;) {
    const count = await inTransaction(db, async (trx) => {
      const { rows } = await run(
        trx,
        `delete from federation.holding h using (select origin, resource from federation.holding where following = $1 order by origin, resource limit ${AT_ONCE}) it
         where h.following = $1 and h.origin = it.origin and h.resource = it.resource returning h.origin, h.resource`,
        [id],
      );
      const names = rows as unknown as Name[];
      await run(trx, 'delete from federation.following_bucket where following = $1', [id]);
      await run(trx, `update federation.following set epoch = null, sequence = 0, head = repeat('0', 64) where id = $1`, [id]);
      if ((await settleReplicas(trx, names, relaying)) > 0) await run(trx, `select pg_notify('federation_changed', 'replicas')`);
      return names.length;
    });
    if (count < AT_ONCE) break;
  }
  await run(db, `delete from federation.following f where id = $1 and not exists (select from federation.holding where following = f.id)`, [id]);
}

/** Works out anew what is handed on of a feed whose member belongs to this node as something else now. */
export async function settleFollowing(db: Db, id: string, relaying: readonly string[]): Promise<void> {
  for (let after = ['', '']; ;) {
    const { rows } = await run(
      db,
      `select origin, resource from federation.holding where following = $1 and state = 'held' and (origin, resource) > ($2, $3) order by origin, resource limit ${AT_ONCE}`,
      [id, ...after],
    );
    const names = rows as unknown as Name[];
    const last = names.at(-1);
    if (!last) return;
    after = [last.origin, last.resource];
    await inTransaction(db, async (trx) => {
      if ((await settleReplicas(trx, names, relaying)) > 0) await run(trx, `select pg_notify('federation_changed', 'replicas')`);
    });
  }
}
