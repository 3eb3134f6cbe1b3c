import { readFileSync } from 'node:fs';
import { catalogueMigrations } from '../node/src/catalogue/migrations.ts';
import { reindexAll } from '../node/src/catalogue/search/index.ts';
import { run } from '../node/src/kernel/database.ts';
import { migrate } from '../node/src/kernel/migrate.ts';
import type { ClusterNode } from '../tests/support/cluster.ts';
import { fillWhole } from './export.ts';
import type { Figure } from './figures.ts';
import type { Synthetic } from './search-synthetic.ts';

/** Fills a node that was never started with made-up resources, from the first ordinal to the last, ready to be searched. */
export async function fillNode(node: ClusterNode, synthetic: Synthetic, part: { first: number; last: number }): Promise<void> {
  await migrate(node.db, [catalogueMigrations]);
  await fillWhole(node.db, synthetic, part);
  await run(node.db, `select setval(pg_get_serial_sequence('catalogue.resource', 'ordinal'), $1)`, [part.last]);
  await reindexAll(node.db, synthetic.vocabulary);
  await run(node.db, 'analyze');
}

/** Resident memory of a process now, in MB. */
export const memoryOf = (pid: number): number => Math.round(Number(/^VmRSS:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0) / 1_000);

export const secondsSince = (begin: number): number => (performance.now() - begin) / 1_000;

/** Collects figures, and tells each as it comes: some take minutes. */
export function notes(): { figures: Figure[]; note: (figure: Figure) => void } {
  const figures: Figure[] = [];
  const note = (figure: Figure) => {
    figures.push(figure);
    process.stderr.write(
      `  ${figure.what}: ${typeof figure.value === 'number' ? Math.round(figure.value * 100) / 100 : figure.value} ${figure.unit ?? ''} ${figure.beside ?? ''}\n`,
    );
  };
  return { figures, note };
}
