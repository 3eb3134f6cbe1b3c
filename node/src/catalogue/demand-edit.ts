import type { Access } from '../access/index.ts';
import type { Caller } from '../identity/index.ts';
import type { Db } from '../kernel/database.ts';
import { namedSubjects } from './named-subjects.ts';

export interface Asker {
  db: Db;
  caller: Caller;
  access: Access;
  /** Of the HTTP request, for the ledger. */
  requestId?: string | undefined;
}

/** Demands that the caller may edit the descriptions of all these resources; without any, those of the node. */
export async function demandEdit({ db, caller, access, requestId }: Asker, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) {
    await access.demand({ caller, action: 'resource:edit', requestId });
    return;
  }
  const subjects = await namedSubjects(db, ids);
  // What is not there is asked for like what is, and each is answered to its end: who may not edit learns nothing of either, nor from the time it takes.
  const answers = await Promise.allSettled(ids.map((id) => access.demand({ caller, action: 'resource:edit', resource: subjects.get(id) ?? { id }, requestId })));
  for (const answer of answers) if (answer.status === 'rejected') throw answer.reason;
}
