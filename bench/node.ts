import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { biotope, removeFolder, startNode, temporaryFolder, type RunningNode } from '../tests/support/running-node.ts';
import type { Figure } from './figures.ts';

const shared = new URL('../../shared/data', import.meta.url).pathname;
const SOURCES = ['edam', 'galaxy-codex', 'obo-foundry', 'rdmkit', 'aws-open-data'];
const PAGES = 400;

/** A whole node as a visitor meets it: start, memory, pages, the weight of the first page. */
export async function benchNode(): Promise<Figure[]> {
  const folder = await temporaryFolder();
  const figures: Figure[] = [];
  let node: RunningNode | undefined;
  try {
    const first = performance.now();
    node = await startNode(folder);
    figures.push({ what: 'first start with packages installed', value: seconds(first), unit: 's' });
    if (existsSync(shared)) for (const source of SOURCES) await biotope(folder, ['harvest', source, join(shared, source), '--json']);
    else figures.push({ what: 'real data', value: 'not run: ../shared/data is not present; the node holds the starter catalogue alone' });
    await node.stop();

    const second = performance.now();
    node = await startNode(folder);
    figures.push({ what: 'second start until it answers', value: seconds(second), unit: 's', goal: 'at most 5' });

    const ids = await someResources(node);
    const pages = await timed(ids, async (id) => void (await (await fetch(`${node?.url}/r/${id}`, { headers: { accept: 'text/html' } })).text()));
    const json = await timed(ids, async (id) => void (await (await fetch(`${node?.url}/api/v1/resources/${id}`)).text()));
    figures.push(
      { what: 'resource page, server-rendered, p50', value: pages.p50, unit: 'ms' },
      {
        what: 'resource page, server-rendered, p95',
        value: pages.p95,
        unit: 'ms',
        goal: 'at most 60',
        beside: `its JSON alone ${json.p95.toFixed(1)} ms, ratio ${(pages.p95 / json.p95).toFixed(1)}`,
      },
    );
    const { resources } = (await (await fetch(`${node.url}/api/v1/node`)).json()) as { resources: number };
    figures.push({
      what: `memory of server and database together with ${resources} resources, after ${PAGES} pages`,
      value: memoryOf(node.process.pid as number, folder),
      unit: 'MB',
      goal: 'at most 500',
    });
    figures.push({ what: "first page's scripts, gzip", value: await firstPageScripts(node.url), unit: 'kB', goal: 'at most 200' });
  } finally {
    await node?.stop();
    await removeFolder(folder);
  }
  return figures;
}

const seconds = (since: number) => Math.round((performance.now() - since) / 10) / 100;

async function someResources(node: RunningNode): Promise<string[]> {
  const ids: string[] = [];
  let cursor = '';
  while (ids.length < PAGES) {
    const page = (await (await fetch(`${node.url}/api/v1/resources?sort=recency&limit=100${cursor}`)).json()) as { items: { id: string }[]; next: string | null };
    ids.push(...page.items.map(({ id }) => id));
    if (!page.next) break;
    cursor = `&cursor=${encodeURIComponent(page.next)}`;
  }
  return ids;
}

async function timed(ids: string[], fetchOne: (id: string) => Promise<void>): Promise<{ p50: number; p95: number }> {
  const times: number[] = [];
  for (const [i, id] of ids.entries()) {
    const begin = performance.now();
    await fetchOne(id);
    // The first ones warm the code; a visitor of a running node does not meet them.
    if (i >= 50) times.push(performance.now() - begin);
  }
  times.sort((a, b) => a - b);
  const at = (part: number) => times[Math.floor(times.length * part)] ?? Number.NaN;
  return { p50: at(0.5), p95: at(0.95) };
}

/** Proportional set size (shared pages counted once) of the server, its guard and every process of its database, in MB. */
function memoryOf(server: number, folder: string): number {
  const table = execFileSync('ps', ['-eo', 'pid=,ppid=,args='], { encoding: 'utf8' })
    .trim()
    .split('\n')
    .map((line) => /^\s*(\d+)\s+(\d+)\s+(.*)$/.exec(line))
    .filter((match) => match !== null)
    .map(([, pid, ppid, args]) => ({ pid: Number(pid), ppid: Number(ppid), args: String(args) }));
  const ours = new Set<number>([server, ...table.filter(({ args }) => args.includes(folder)).map(({ pid }) => pid)]);
  for (let grown = true; grown;) {
    const children = table.filter(({ pid, ppid }) => ours.has(ppid) && !ours.has(pid));
    for (const { pid } of children) ours.add(pid);
    grown = children.length > 0;
  }
  let kilobytes = 0;
  for (const pid of ours) {
    try {
      kilobytes += Number(/^Pss:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8'))?.[1] ?? 0);
    } catch {
      // Ended meanwhile.
    }
  }
  return Math.round(kilobytes / 1_000);
}

/** Every script the home page names, compressed as it is sent. */
async function firstPageScripts(url: string): Promise<number> {
  const html = await (await fetch(url)).text();
  const names = new Set(
    [...html.matchAll(/(?:src|href)="(\/assets\/[^"]+\.js)"|import\("?([^")]+\.js)"?\)|"(\/assets\/[^"]+\.js)"/g)]
      .map(([, a, b, c]) => a ?? b ?? c)
      .filter((name) => name !== undefined),
  );
  let bytes = 0;
  for (const name of names) bytes += gzipSync(Buffer.from(await (await fetch(new URL(name, url))).arrayBuffer())).length;
  return Math.round(bytes / 100) / 10;
}
