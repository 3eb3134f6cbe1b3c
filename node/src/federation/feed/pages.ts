import { run, type Db } from '../../kernel/database.ts';
import type { Audience } from '../envelope.ts';
import { PAGE } from '../wire.ts';

/**
 * A feed as a Linked Data Event Stream: its root and its pages, as JSON-LD with the context inline. Pages hang together
 * from the newest to the oldest by `tree:LessThanRelation` on when their events were published.
 */
export const CONTEXT = JSON.stringify({
  '@version': 1.1,
  ldes: 'https://w3id.org/ldes#',
  tree: 'https://w3id.org/tree#',
  as: 'https://www.w3.org/ns/activitystreams#',
  dct: 'http://purl.org/dc/terms/',
  xsd: 'http://www.w3.org/2001/XMLSchema#',
  biotope: 'https://w3id.org/biotope/feed/1#',
  id: '@id',
  type: '@type',
  member: { '@id': 'tree:member', '@type': '@id' },
  object: { '@id': 'as:object', '@type': '@id' },
  published: { '@id': 'as:published', '@type': 'xsd:dateTime' },
  title: { '@id': 'dct:title', '@container': '@language' },
  sequence: { '@id': 'biotope:sequence', '@type': 'xsd:integer' },
  envelope: { '@id': 'biotope:envelope', '@type': '@json' },
  jws: 'biotope:jws',
  via: { '@id': 'biotope:via', '@container': '@list' },
  removed: { '@id': 'biotope:removed', '@type': '@json' },
  takenBack: { '@id': 'biotope:takenBack', '@type': '@json' },
});

export interface Page {
  body: string;
  /** It has all the events it will ever have. */
  full: boolean;
  /** Names the page as it is now. */
  tag: string;
}

/** The root, which leads to the newest page. */
export async function rootOf(db: Db, audience: Audience, base: string): Promise<Page | undefined> {
  const { rows } = await run(db, 'select epoch, sequence from federation.feed_epoch where audience = $1', [audience]);
  const [row] = rows as { epoch: string; sequence: number }[];
  if (!row) return undefined;
  const newest = Math.ceil(row.sequence / PAGE);
  const stream = {
    id: base,
    type: 'ldes:EventStream',
    'tree:view': { id: base },
    'ldes:timestampPath': { id: 'as:published' },
    'ldes:sequencePath': { id: 'biotope:sequence' },
    'ldes:versionOfPath': { id: 'as:object' },
    'ldes:versionDeleteObject': { id: 'as:Delete' },
    ...(newest > 0 ? { 'tree:relation': [{ type: 'tree:Relation', 'tree:node': { id: `${base}/${row.epoch}/${newest}` } }] } : {}),
  };
  return { body: `{"@context":${CONTEXT},"@graph":[${JSON.stringify(stream)}]}`, full: false, tag: `${row.epoch}-${newest}` };
}

/** A page of the numbering in use, from 1; undefined where there is none. */
export async function pageOf(db: Db, audience: Audience, base: string, epoch: string, number: number): Promise<Page | undefined> {
  const first = (number - 1) * PAGE + 1;
  const { rows } = await run(
    db,
    `select v.opening, v.said, v.sequence, v.published, v.taken_back from federation.feed_epoch f
     join federation.feed_event v on v.audience = f.audience and v.epoch = f.epoch and v.sequence between $3 and $4
     where f.audience = $1 and f.epoch = $2 order by v.sequence`,
    [audience, epoch, first, first + PAGE - 1],
  );
  const events = rows as unknown as { opening: string; said: string; sequence: number; published: Date; taken_back: boolean }[];
  const [oldest, newest] = [events[0], events.at(-1)];
  if (!oldest || !newest) return undefined;
  const page = {
    id: `${base}/${epoch}/${number}`,
    ...(number > 1
      ? {
          'tree:relation': [
            {
              type: 'tree:LessThanRelation',
              'tree:node': { id: `${base}/${epoch}/${number - 1}` },
              'tree:path': { id: 'as:published' },
              'tree:value': { '@value': oldest.published.toISOString(), '@type': 'xsd:dateTime' },
            },
          ],
        }
      : {}),
  };
  const members = events.map(({ opening, said }) => `{${opening},${said}}`).join(',');
  return {
    body: `{"@context":${CONTEXT},"@graph":[{"id":${JSON.stringify(base)},"member":[${members}]},${JSON.stringify(page)}]}`,
    full: events.length === PAGE,
    tag: `${epoch}-${number}-${newest.sequence}-${events.filter((event) => event.taken_back).length}`,
  };
}
