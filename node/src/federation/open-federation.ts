import type { OpenAccess } from '../access/index.ts';
import type { Db } from '../kernel/database.ts';
import type { LanguageMap } from '../kernel/language-map.ts';
import type { Vocabulary } from '../vocabulary/index.ts';

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
  /** Begins what a serving node does by itself. */
  start(): Promise<void>;
  close(): Promise<void>;
}

export async function openFederation(options: FederationOptions): Promise<Federation> {
  return {
    options,
    start: async () => {},
    close: async () => {},
  };
}
