import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { load } from 'js-yaml';
import type { ApiHarvest, ApiRejections } from '../contract.ts';
import type { CommandContext } from './main.ts';

const POLL = 250;

/** Runs a harvest and follows it to its end. Ctrl-C stops it after the batch at hand; the same command resumes it. */
export async function harvest(context: CommandContext, source: string, ...rest: string[]): Promise<number> {
  const options = JSON.parse(rest.at(-1) ?? '{}') as { allowDeletions?: boolean; allowHost?: string[]; settings?: string };
  const given = rest.length > 1 ? rest[0] : undefined;
  const address = given && !/^https?:/i.test(given) ? resolve(given) : given;
  if (address && !/^https?:/i.test(address) && !existsSync(address)) {
    process.stderr.write(`There is no file or folder ${address}.\n`);
    return 2;
  }
  const { door } = context;
  const settings = options.settings === undefined ? undefined : load(await readFile(options.settings, 'utf8'));
  let view = await door.call<ApiHarvest>('POST', '/api/v1/harvests', { source, address, allowDeletions: options.allowDeletions, allowHosts: options.allowHost, settings });
  const stop = () => void door.call('POST', `/api/v1/harvests/${view.id}/stop`).catch(() => {});
  process.once('SIGINT', stop);
  process.once('SIGTERM', stop);
  while (view.state === 'queued' || view.state === 'running') {
    await wait(POLL);
    view = await door.call<ApiHarvest>('GET', `/api/v1/harvests/${view.id}`);
    progress(view);
  }
  if (process.stderr.isTTY) process.stderr.write('\r\u001b[K');
  process.off('SIGINT', stop);
  process.off('SIGTERM', stop);

  const rejected = await rejections(context, view.id);
  context.answer({ ...view.counts, rejected, kinds: view.kinds, links: view.links, state: view.state, ...(view.reason ? { reason: view.reason } : {}), harvest: view.id }, () =>
    [
      `${source}: ${view.state}${view.reason ? ` – ${view.reason}` : ''}`,
      `read ${view.counts.read} = created ${view.counts.created} + updated ${view.counts.updated} + unchanged ${view.counts.unchanged} + rejected ${view.counts.rejected}; deleted ${view.counts.deleted}`,
      `links ${view.links.stated}, of which ${view.links.unresolved} lead to nothing known yet`,
      ...rejected.map(({ record, field, reason }) => `  rejected ${record}${field ? ` (${field})` : ''}: ${reason}`),
    ].join('\n'),
  );
  return view.state === 'done' ? 0 : 1;
}

function progress({ counts, progress: at }: ApiHarvest): void {
  if (!process.stderr.isTTY) return;
  const parts = [
    `${counts.read} records`,
    at.fraction === null ? '' : `${Math.round(at.fraction * 100)} %`,
    at.recordsPerSecond ? `${Math.round(at.recordsPerSecond)}/s` : '',
    at.secondsLeft === null ? '' : `${Math.ceil(at.secondsLeft)} s left`,
  ];
  process.stderr.write(`\r\u001b[K${parts.filter(Boolean).join('  ')}`);
}

async function rejections({ door }: CommandContext, id: string): Promise<ApiRejections['items']> {
  const all: ApiRejections['items'] = [];
  let cursor: string | null = '';
  while (cursor !== null) {
    const page: ApiRejections = await door.call('GET', `/api/v1/harvests/${id}/rejections?limit=500${cursor ? `&cursor=${encodeURIComponent(cursor)}` : ''}`);
    all.push(...page.items);
    cursor = page.next;
  }
  return all;
}
