import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { expect, test } from 'vitest';

const watch = `
  import { exitWithParent } from ${JSON.stringify(import.meta.resolve('./parent-watch.ts'))};
  exitWithParent(() => { console.log('orphaned'); process.exit(); });
  console.log('watching');
  setInterval(() => {}, 1e6);`;
/** A launcher that starts the watching process, lets it print on its own output, and waits to be killed. */
const launcher = `
  import { spawn } from 'node:child_process';
  const env = { ...process.env, BIOTOPE_PARENT_PID: String(process.pid) };
  spawn(process.execPath, ['--input-type=module-typescript', '-e', process.argv[1]], { env, stdio: ['ignore', 'inherit', 'inherit'] });
  setInterval(() => {}, 1e6);`;

test('a process ends when the launcher that started it is killed', { timeout: 60_000 }, async () => {
  const parent = spawn(process.execPath, ['--input-type=module', '-e', launcher, watch], { stdio: ['ignore', 'pipe', 'inherit'] });
  const [first] = (await once(parent.stdout, 'data')) as [Buffer];
  expect(first.toString()).toContain('watching');
  parent.kill('SIGKILL');
  const [second] = (await once(parent.stdout, 'data')) as [Buffer];
  expect(second.toString()).toContain('orphaned');
});
