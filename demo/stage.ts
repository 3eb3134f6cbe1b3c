import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { inLanguage } from '../node/src/kernel/language-map.ts';
import type { Cluster, ClusterNode } from '../tests/support/cluster.ts';
import { harvest } from '../tests/support/harvest.ts';
import { startProxy, type Proxy } from '../tests/support/proxy.ts';
import { CAST, type Part } from './cast.ts';
import { joinHub } from '../tests/support/join-hub.ts';
import { edamFile, haveRealData, writeSlice, writeStarter } from './slices.ts';
import type { Language, Words } from './words.ts';

/** A node of the demonstration, with what it plays. */
export interface Player {
  part: Part;
  node: ClusterNode;
  title: string;
}

export interface Stage {
  players: Map<string, Player>;
  /** Whether the cluster was found again as a run before left it. */
  again: boolean;
  close(): Promise<void>;
}

/** A slow node listens so many ports above the address others know it by. */
const BEHIND_PROXY = 20;

interface Progress {
  filled: string[];
  joined: string[];
}

/** Starts every node, fills it once with its slice, and has it join its hubs once. What was done before is not done again. */
export async function setStage(cluster: Cluster, base: number, { language, words, say }: { language: Language; words: Words; say: (line: string) => void }): Promise<Stage> {
  const noted = join(cluster.folder, 'demo.json');
  const progress: Progress = existsSync(noted) ? (JSON.parse(readFileSync(noted, 'utf8')) as Progress) : { filled: [], joined: [] };
  const note = () => writeFileSync(noted, JSON.stringify(progress));
  const again = progress.filled.length === CAST.length;
  const proxies: Proxy[] = [];
  const players = new Map<string, Player>();

  const enter = async (part: Part, port: number) => {
    const own = part.slow ? port + BEHIND_PROXY : port;
    const starter = join(cluster.folder, 'slices', part.name, 'starter');
    writeStarter(part.starter, starter);
    const url = `http://127.0.0.1:${port}`;
    const node = await cluster.node(part.name, { port: own, url, title: part.title, description: part.description, starter });
    if (part.slow) proxies.push(await startProxy(port, `http://127.0.0.1:${own}`, () => ({ delay: part.slow ?? 0 })));
    const title = inLanguage(part.title, language);
    say(words.starting(title));
    await node.start();
    if (!progress.filled.includes(part.name)) {
      await fill(part, node, join(cluster.folder, 'slices', part.name));
      progress.filled.push(part.name);
      note();
      const { resources } = (await node.ask<{ resources: number }>('GET', '/api/v1/node')).body;
      if (part.role === 'platform') say(words.filled(title, resources));
    }
    players.set(part.name, { part, node, title });
  };
  // Two at a time: starting and reading keep a processor busy.
  const waiting = CAST.map((part, place) => () => enter(part, base + place));
  const work = async () => {
    for (let next = waiting.shift(); next; next = waiting.shift()) await next();
  };
  await Promise.all([work(), work()]);

  for (const part of CAST) {
    for (const { hub, categories } of part.joins) {
      const name = `${part.name} ${hub}`;
      if (progress.joined.includes(name)) continue;
      const [member, group] = [players.get(part.name) as Player, players.get(hub) as Player];
      await joinHub(member.node, group.node, { role: part.role === 'group' ? 'hub' : 'platform', scope: categories ? { categories } : {} });
      progress.joined.push(name);
      note();
      say(words.joined(member.title, group.title, categories?.join(', ')));
    }
  }
  return { players, again, close: async () => void (await Promise.all(proxies.map((proxy) => proxy.close()))) };
}

async function fill({ slices }: Part, node: ClusterNode, folder: string): Promise<void> {
  const vocabulary = edamFile();
  if (vocabulary) await harvest(node, 'edam', vocabulary);
  if (!haveRealData()) return;
  for (const [place, slice] of slices.entries()) {
    const part = join(folder, `${slice.source}-${place}`);
    writeSlice(slice, part);
    await harvest(node, slice.source, part);
    rmSync(part, { recursive: true, force: true });
  }
}
