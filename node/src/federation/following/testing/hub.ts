import { ledgerMigrations } from '../../../ledger/index.ts';
import { openDatabase, run, type Db } from '../../../kernel/database.ts';
import { migrate } from '../../../kernel/migrate.ts';
import { freshDatabase } from '../../../kernel/testing/database.ts';
import { vocabularyHolder, vocabularyMigrations, type Vocabulary } from '../../../vocabulary/index.ts';
import type { Member } from '../../membership/index.ts';
import { federationMigrations } from '../../migrations.ts';
import { openPeers } from '../../peer/index.ts';
import { digestOfBuckets } from '../../set-digest.ts';
import type { KeyBook } from '../../signature.ts';
import { testNode } from '../../testing/nodes.ts';
import { countBuckets, readBuckets } from '../buckets.ts';
import { openFollowing, type Following, type FollowingOptions } from '../open-following.ts';
import type { FeedServer } from './feed-server.ts';

/** A node that follows others, on a database of its own. */
export interface Hub {
  id: string;
  db: Db;
  databaseUrl: string;
  vocabulary: Vocabulary;
  members: Member[];
  logged: string[];
  keys: KeyBook;
  /** A following on the database as it stands, as a process that has just begun has it. */
  open(options?: Partial<FollowingOptions>): Following;
  /** What is held of a node's feed: hash by origin and resource. */
  held(node: string, audience?: string): Promise<Record<string, string>>;
  /** What the catalogue is to show. */
  wanted(): Promise<Record<string, string>>;
  /** What this node is to hand on, with the way it came. */
  relayed(): Promise<Record<string, { hash: string; via: string[] }>>;
  row(node: string, audience?: string): Promise<Record<string, unknown>>;
  /** Holdings that are not simply held: their state and why, by origin and resource. */
  others(node: string): Promise<Record<string, string>>;
  /** Whether the kept digests are those that the holdings make. */
  sumsHold(node: string, audience?: string): Promise<boolean>;
  close(): Promise<void>;
}

/** A member whose feed stands at a server of the test. */
export const memberAt = ({ url, signer }: Pick<FeedServer, 'url' | 'signer'>, given: Partial<Member> = {}): Member => ({
  membership: signer.id,
  node: signer.id,
  url,
  role: 'platform',
  scope: {},
  sharesGroup: false,
  trustsAskers: false,
  ...given,
});

export async function openHub(word: string, keys: KeyBook, members: Member[] = []): Promise<Hub> {
  const { id } = await testNode(word);
  const database = await freshDatabase();
  const { db, close } = openDatabase(database.url);
  await migrate(db, [ledgerMigrations, vocabularyMigrations, federationMigrations]);
  const vocabulary = await vocabularyHolder(db).refresh();
  const peers = openPeers({ allowHosts: ['127.0.0.1'], userAgent: 'biotope-test', signRequest: async () => ({ 'x-signed-by': id }) });
  const opened: Following[] = [];
  const read = async (statement: string, parameters: unknown[] = []) => (await run(db, statement, parameters)).rows;
  const hub: Hub = {
    id,
    db,
    databaseUrl: database.url,
    vocabulary,
    members,
    logged: [],
    keys,
    open(options = {}) {
      const following = openFollowing({
        db,
        databaseUrl: database.url,
        self: id,
        keys: hub.keys,
        peers,
        members: async () => hub.members,
        learn: async () => 'known',
        vocabulary: () => hub.vocabulary,
        automatic: false,
        wait: 1,
        log: (message) => hub.logged.push(message),
        ...options,
      });
      opened.push(following);
      return following;
    },
    async held(node, audience = 'public') {
      const rows = await read('select origin, resource, hash from federation.holding where following = $1', [`${node}/${audience}`]);
      return byName(rows as unknown as Named[], ({ hash }) => hash);
    },
    async wanted() {
      return byName((await read('select origin, resource, wanted as hash from federation.replica where wanted is not null')) as unknown as Named[], ({ hash }) => hash);
    },
    async relayed() {
      const rows = (await read('select origin, resource, relay as hash, via from federation.replica where relay is not null')) as unknown as (Named & { via: string[] })[];
      return byName(rows, ({ hash, via }) => ({ hash, via }));
    },
    async row(node, audience = 'public') {
      return (await read('select * from federation.following where id = $1', [`${node}/${audience}`]))[0] ?? {};
    },
    async others(node) {
      const rows = await read(`select origin, resource, state, reason from federation.holding where following = $1 and state <> 'held'`, [`${node}/public`]);
      return byName(rows as unknown as (Named & { state: string; reason: string | null })[], ({ state, reason }) => (reason ? `${state}: ${reason}` : state));
    },
    async sumsHold(node, audience = 'public') {
      const following = `${node}/${audience}`;
      const [kept, made] = [await readBuckets(db, following), await countBuckets(db, following)];
      return digestOfBuckets(kept).digest === digestOfBuckets(made).digest;
    },
    async close() {
      for (const following of opened) await following.close();
      peers.close();
      await close();
      await database.drop();
    },
  };
  return hub;
}

interface Named {
  origin: string;
  resource: string;
  hash: string;
}

const byName = <T extends Named, V>(rows: readonly T[], valueOf: (row: T) => V): Record<string, V> =>
  Object.fromEntries(rows.map((row) => [`${row.origin} ${row.resource}`, valueOf(row)] as const).sort(([a], [b]) => (a < b ? -1 : 1)));
