import { cpSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { openDatabase, run, type Db } from '../../node/src/kernel/database.ts';
import type { LanguageMap } from '../../node/src/kernel/language-map.ts';
import { startPostgres } from '../../node/src/kernel/postgres/index.ts';
import { biotope, freePort, startNode, type RunningNode } from './running-node.ts';

/** Several nodes on this machine: a process, data folder and database each, on one PostgreSQL server. */
export interface Cluster {
  folder: string;
  /** Makes a node, not yet started; one of the same name in the same folder is found again. */
  node(name: string, settings?: NodeSettings): Promise<ClusterNode>;
  /** Whether a node of this name was made before, in this folder. */
  holds(name: string): Promise<boolean>;
  nodes(): ClusterNode[];
  /** Ends all nodes and the database server. */
  close(): Promise<void>;
}

export interface NodeSettings {
  title?: LanguageMap;
  description?: LanguageMap;
  port?: number;
  /** The address others know it by, where that is not its own: a proxy's. */
  url?: string;
  /** Folder of the starter catalogue; an empty one where left out. */
  starter?: string;
  /** More of `biotope.yaml`. */
  configuration?: Record<string, unknown>;
  environment?: Record<string, string>;
  /** Address of another database server. */
  server?: string;
}

export interface ClusterNode {
  name: string;
  folder: string;
  port: number;
  /** Where others reach it. */
  url: string;
  databaseUrl: string;
  /** Its database, to look into. */
  db: Db;
  /** @param more of the environment, this time. */
  start(more?: Record<string, string>): Promise<void>;
  running(): RunningNode | undefined;
  stop(): Promise<void>;
  /** kill -9. */
  kill(): Promise<void>;
  /** As the operator's programs do. */
  ask<T = any>(method: string, path: string, body?: unknown): Promise<{ status: number; body: T }>;
  command(words: string[]): ReturnType<typeof biotope>;
  /** Forgets the connections of `db`, so that the database can be copied or dropped. */
  release(): Promise<void>;
}

const CONNECTIONS = 600;

/**
 * @param quick PostgreSQL does not wait for the disk: nothing here outlives a power cut.
 */
export async function openCluster(folder: string, { quick = false, nodeEnvironment = {} }: { quick?: boolean; nodeEnvironment?: Record<string, string> } = {}): Promise<Cluster> {
  const settings = { max_connections: String(CONNECTIONS), shared_buffers: '128MB', ...(quick ? { fsync: 'off', full_page_writes: 'off' } : {}) };
  const postgres = await startPostgres({ dataFolder: join(folder, 'server'), settings });
  const nodes = new Map<string, ClusterNode>();
  // What one node has compiled the next one takes: starting is half of that.
  const shared = { BIOTOPE_PARENT_PID: String(process.pid), NODE_COMPILE_CACHE: join(folder, 'compiled'), ...nodeEnvironment };
  return {
    folder,
    nodes: () => [...nodes.values()],
    holds: (name) => hasDatabase(postgres.url, databaseName(name)),
    node: async (name, given = {}) => {
      const node = await makeNode(folder, name, {
        server: postgres.url,
        ...given,
        environment: { ...shared, ...given.environment },
      });
      nodes.set(name, node);
      return node;
    },
    close: async () => {
      await Promise.all([...nodes.values()].map((node) => node.stop().then(() => node.release())));
      await postgres.stop();
    },
  };
}

const databaseName = (name: string) => `node_${name.replaceAll(/[^a-z0-9]/g, '_')}`;

async function makeNode(home: string, name: string, settings: NodeSettings & { server: string }): Promise<ClusterNode> {
  const { server, port = await freePort(), url = `http://127.0.0.1:${port}`, title = { en: name }, description = { en: name } } = settings;
  const folder = join(home, name);
  const nothing = join(home, 'nothing');
  await mkdir(folder, { recursive: true });
  await mkdir(nothing, { recursive: true });
  const file = join(folder, 'biotope.yaml');
  const configuration = {
    node: { name: title, description },
    harvest: { automatic: false },
    rateLimits: { api: false, signIn: { requests: 5_000, seconds: 60 } },
    federation: { allowHosts: ['127.0.0.1'] },
    sources: { starter: { address: settings.starter ?? nothing } },
    ...settings.configuration,
  };
  await writeFile(file, JSON.stringify(configuration, undefined, 2));
  const database = databaseName(name);
  if (!(await hasDatabase(server, database))) await onServer(server, `create database ${database}`);
  const databaseUrl = at(server, database);
  const environment = { BIOTOPE_CONFIG: file, DATABASE_URL: databaseUrl, BIOTOPE_PORT: String(port), BIOTOPE_URL: url, BIOTOPE_LOG: 'warn', ...settings.environment };

  let running: RunningNode | undefined;
  let opened: ReturnType<typeof openDatabase> | undefined;
  const end = async (how: 'stop' | 'kill') => {
    const ending = running;
    running = undefined;
    await ending?.[how]();
    if (ending && process.env['BIOTOPE_TEST_LOG']) process.stderr.write(`--- ${name}\n${ending.log()}\n`);
  };
  return {
    name,
    folder,
    port,
    url,
    databaseUrl,
    get db() {
      return (opened ??= openDatabase(databaseUrl, { max: 2, onError: () => {} })).db;
    },
    start: async (more = {}) => {
      running ??= await startNode(folder, { ...environment, ...more });
    },
    running: () => running,
    stop: () => end('stop'),
    kill: () => end('kill'),
    ask: async <T>(method: string, path: string, body?: unknown) => {
      if (!running) throw new Error(`${name} does not run`);
      const answer = await fetch(`http://127.0.0.1:${port}${path}`, {
        method,
        headers: { ...(await running.operator()), ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
      return { status: answer.status, body: (await answer.json().catch(() => undefined)) as T };
    },
    command: (words) => biotope(folder, words, environment),
    release: async () => {
      const closing = opened;
      opened = undefined;
      await closing?.close();
    },
  };
}

const at = (server: string, database: string): string => {
  const url = new URL(server);
  url.pathname = `/${database}`;
  return url.href;
};

async function onServer<T>(server: string, statement: string): Promise<T[]> {
  const { db, close } = openDatabase(server, { max: 1 });
  try {
    return (await run(db, statement)).rows as T[];
  } finally {
    await close();
  }
}

const hasDatabase = async (server: string, name: string) => (await onServer(server, `select 1 from pg_database where datname = '${name}'`)).length > 0;

/** Keeps a node's data as they are now: a backup, or what a copied data folder holds. The node must not run. */
export async function backUp(node: ClusterNode, as: string): Promise<void> {
  await node.release();
  const name = new URL(node.databaseUrl).pathname.slice(1);
  await onServer(at(node.databaseUrl, 'biotope'), `create database ${databaseName(as)} template ${name}`);
  cpSync(node.folder, join(node.folder, '..', as), { recursive: true });
}

/** Brings a backup's database back, and with `folder` its data folder too. The node must not run. */
export async function restore(node: ClusterNode, from: string, { folder }: { folder: boolean }): Promise<void> {
  await node.release();
  const name = new URL(node.databaseUrl).pathname.slice(1);
  const server = at(node.databaseUrl, 'biotope');
  await onServer(server, `drop database ${name} with (force)`);
  await onServer(server, `create database ${name} template ${databaseName(from)}`);
  if (folder) cpSync(join(node.folder, '..', from), node.folder, { recursive: true, force: true });
}
