import type { OpenAccess } from '../access/index.ts';
import type { Db } from '../kernel/database.ts';
import type { LanguageMap } from '../kernel/language-map.ts';
import type { Vocabulary } from '../vocabulary/index.ts';
import { openFeed, type Feed } from './feed/index.ts';
import { openAsking, type Asking } from './asking/index.ts';
import { openFollowing, type Following } from './following/index.ts';
import { hubsOf, keyBook, learnNode, membersOf, openMembership, type Memberships } from './membership/index.ts';
import { openPeers, signRequest, type Peers } from './peer/index.ts';
import { openPlacing, type Placing } from './placing/index.ts';
import { pressOfWork } from './press-of-work.ts';
import { openSelf, type Self, type SignedDescription } from './self/index.ts';
import type { KeyBook } from './signature.ts';

/** What an operator sets of the federation. */
export interface FederationSettings {
  /** Hosts of other nodes that may be reached although they lie in a private network. */
  allowHosts: readonly string[];
  /** Follow the feeds of this node's members by itself. */
  automatic: boolean;
  /** Milliseconds after which a question to the members is answered with what has come. */
  deadline: number;
}

export interface FederationOptions {
  db: Db;
  databaseUrl: string;
  dataFolder: string;
  /** This node's public address, without trailing slash. */
  url: string;
  node: { name: LanguageMap; description: LanguageMap; organisation?: { name: LanguageMap; url?: string | undefined } | undefined; contact?: string | undefined };
  version: string;
  userAgent: string;
  settings: FederationSettings;
  vocabulary: () => Vocabulary;
  access: OpenAccess;
  /** The rank of a source where several speak of one resource. */
  rankOf: (source: string) => number;
  sourceTitle: (source: string) => LanguageMap;
  /** Called after resources changed. */
  onPublished: () => Promise<unknown>;
  log: (message: string) => void;
}

/** This node among others: who it is, whom it belongs to and who belongs to it, its feed, and the feeds it follows. */
export interface Federation {
  options: FederationOptions;
  self: Self;
  /** The keys of every node heard of, and of this one. */
  keys: KeyBook;
  /** The way to other nodes; what it signs, it signs as this node. */
  peers: Peers;
  /** Who belongs to this node, and to whom it belongs. */
  memberships: Memberships;
  /** What this node hands out. */
  feed: Feed;
  /** Takes in what the members publish. */
  following: Following;
  /** Brings the catalogue in step with what members say. */
  placing: Placing;
  /** Asks the members while somebody waits. */
  asking: Asking;
  /** Begins what a serving node does by itself. */
  start(): Promise<void>;
  close(): Promise<void>;
}

export async function openFederation(options: FederationOptions): Promise<Federation> {
  const { db, dataFolder, url, node, version, userAgent, settings } = options;
  const hubs = async (now: Date) => (await hubsOf(db, now)).map(({ node: hub, url: address }) => ({ node: hub, url: address }));
  const self = await openSelf({ dataFolder, url, node, version, hubs });
  const keys = keyBook(db, self);
  const peers = openPeers({ allowHosts: settings.allowHosts, userAgent, signRequest: (request) => signRequest(self, request) });
  const memberships = openMembership({ db, self, keys, peers, vocabulary: options.vocabulary, automatic: settings.automatic, log: options.log });
  const press = pressOfWork();
  const placing = await openPlacing({ ...options, press });
  const { databaseUrl, access, vocabulary, rankOf, log } = options;
  const feed = openFeed({ db, databaseUrl, dataFolder, url, self, access, vocabulary, rankOf, press, log });
  const following = openFollowing({
    db,
    databaseUrl,
    self: self.id,
    keys,
    peers,
    members: (now) => membersOf(db, now),
    learn: (document, from, now) => learnNode(db, document as SignedDescription, from, now),
    vocabulary,
    automatic: settings.automatic,
    taken: press.taken,
    log,
  });
  const asking = openAsking({ db, self, userAgent, allowHosts: settings.allowHosts, deadline: settings.deadline });
  return {
    options,
    self,
    keys,
    peers,
    memberships,
    feed,
    following,
    placing,
    asking,
    start: async () => {
      memberships.start();
      await feed.start();
      placing.start();
      await following.start();
    },
    close: async () => {
      await following.close();
      await memberships.close();
      await feed.close();
      await placing.close();
      asking.close();
      peers.close();
    },
  };
}
