import { setImmediate as nextTurn } from 'node:timers/promises';
import { PUBLIC_SIGHT } from '../../access/index.ts';
import { run, type Db } from '../../kernel/database.ts';
import { allOutgoing, type Outgoing } from '../outgoing.ts';
import type { Reading } from '../read-resource.ts';
import { isPublicRow } from '../seen.ts';
import { assess } from './assess.ts';
import { gatherSubjects } from './gather.ts';
import { countQuality } from './count-quality.ts';
import { findDoubles, propose, settleOthers, type NewProposal } from '../curation/index.ts';
import { PROPOSED_TYPES, proposalsOn } from './proposals.ts';
import { forgetGone, presentState, writeQuality, writeSummaries, type QualityRow } from './quality-store.ts';
import type { Assessment } from './report.ts';
import { SAME_TEXT_TITLES } from './spam.ts';
import type { Provision, Subject } from './subject.ts';

export interface QualityPass {
  reading: Reading;
  provision: Provision;
  /** Names the software and the standards it writes: when it changes, everything is assessed anew. */
  rules: string;
  now: () => Date;
}

const PAGE = 200;

/**
 * Assesses every resource the public sees, in one pass whose memory is that of a page, and keeps what came of it: a row
 * a resource, the counts by source and for the node, and what a curator should decide.
 */
export async function runQualityPass({ reading, provision, rules, now }: QualityPass, signal?: AbortSignal): Promise<number> {
  const { db, vocabulary } = reading;
  // Read first: what changes while the pass runs makes it stale.
  const seen = await presentState(db, vocabulary.generation, rules);
  const texts = await sharedTexts(db);
  const counting = countQuality();
  const found = Object.fromEntries(PROPOSED_TYPES.map((type) => [type, [] as string[]])) as Record<string, string[]>;
  let resources = 0;
  for await (const page of allOutgoing({ ...reading, sight: PUBLIC_SIGHT }, { by: 'ordinal', limit: PAGE })) {
    signal?.throwIfAborted();
    const present = page.flatMap((it) => ('resource' in it ? [it.resource] : []));
    const subjects = await gatherSubjects({ ...reading, sight: PUBLIC_SIGHT }, present, now());
    const rows: QualityRow[] = [];
    const proposals: NewProposal[] = [];
    for (const resource of present) {
      const subject = subjects.get(resource.id) as Subject;
      const assessment = assess(subject, provision);
      rows.push(rowOf(resource, assessment));
      counting.add(resource, assessment, subject);
      proposals.push(...proposalsOn(resource.id, subject, texts.get(resource.id) ?? 1));
    }
    await writeQuality(db, rows);
    await propose(db, proposals, now());
    for (const { type, fingerprint } of proposals) found[type]?.push(fingerprint);
    resources += present.length;
    await nextTurn();
  }
  for (const type of PROPOSED_TYPES) await settleOthers(db, type, found[type] ?? []);
  await findDoubles(db, vocabulary.prefixes, now());
  await forgetGone(db);
  await writeSummaries(db, counting.summaries(), seen, now());
  return resources;
}

const rowOf = ({ id, sources }: Outgoing, { metrics, findings }: Assessment): QualityRow => ({
  resource_id: id,
  sources: [...new Set(sources.map(({ source }) => source))],
  partly: metrics.filter(({ verdict }) => verdict === 'partly').map(({ metric }) => metric),
  fails: metrics.filter(({ verdict }) => verdict === 'fails').map(({ metric }) => metric),
  findings: findings.map(({ finding }) => finding),
});

/** Resources whose long description stands word for word under several titles, with how many titles. */
async function sharedTexts(db: Db): Promise<Map<string, number>> {
  const { rows } = await run(
    db,
    `select ids, titles from (
       select array_agg(id) as ids, count(distinct lower(title ->> 'en')) as titles from catalogue.resource
       r where ${isPublicRow('r')} and length(content -> 'description' ->> 'en') >= 120
       group by md5(lower(content -> 'description' ->> 'en'))
     ) shared where titles >= $1`,
    [SAME_TEXT_TITLES],
  );
  return new Map((rows as { ids: string[]; titles: number }[]).flatMap(({ ids, titles }) => ids.map((id): [string, number] => [id, titles])));
}
