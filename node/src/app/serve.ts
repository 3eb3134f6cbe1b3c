import { rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { certifyByDefault } from '../catalogue/stewardship/index.ts';
import { exitWithParent } from '../kernel/parent-watch.ts';
import { inLanguage } from '../kernel/language-map.ts';
import { FIRST_LOGIN, makeFirstAccount } from '../identity/index.ts';
import type { Configuration } from './configuration.ts';
import { createServer } from './http/server.ts';
import { openNode, type Node } from './node.ts';

/** Starts the node, listens, and stays until told to stop. */
export async function serve(configuration: Configuration): Promise<void> {
  const begun = performance.now();
  const say = (line: string) => process.stderr.write(`${line}\n`);
  const node = await openNode(configuration, { log: 'info', say });
  const server = await createServer(node, { portal: true }).catch(async (error: unknown) => {
    await node.close();
    throw error;
  });

  // Before anybody can ask: what must be certified is shown to nobody meanwhile.
  await certifyByDefault(node.db, configuration.access.certification, new Date()).catch(async (error: unknown) => {
    await server.close();
    await node.close();
    throw error;
  });
  const first = await firstAccount(configuration, node).catch(async (error: unknown) => {
    await server.close();
    await node.close();
    throw error;
  });

  let stopping: Promise<void> | undefined;
  const stop = (why: string) =>
    (stopping ??= (async () => {
      say(`Stopping (${why})…`);
      await rm(join(configuration.dataFolder, 'node.json'), { force: true });
      await server.close();
      await node.close();
    })().then(
      () => process.exit(0),
      (error: unknown) => {
        say(`Stopped with an error: ${String(error)}`);
        process.exit(1);
      },
    ));
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => void stop(signal));
  exitWithParent(() => void stop('the process that started it is gone'));

  try {
    await server.listen({ port: configuration.port, host: configuration.host });
  } catch (error) {
    await server.close();
    await node.close();
    if ((error as NodeJS.ErrnoException).code === 'EADDRINUSE')
      throw new Error(`Port ${configuration.port} is taken. Set BIOTOPE_PORT to a free one, or stop what listens there.`, { cause: error });
    throw error;
  }
  await announce(configuration);
  await node.startJobs();
  say('');
  say(`  ${inLanguage(configuration.node.name, 'en')} is ready at ${configuration.url}   (${((performance.now() - begun) / 1_000).toFixed(1)} s)`);
  say(`  API reference ${configuration.url}/reference   operator's key in ${join(configuration.dataFolder, 'operator.key')}`);
  // Past the log: the terminal alone is told, this once.
  if (first) say(`  Sign in as ${FIRST_LOGIN} with the one-time secret ${first}   (shown this once; you are asked for a password of your own)`);
  say('');
}

/** The secret of the account that a first start makes, where the node has accounts of its own. */
const firstAccount = async ({ signIn }: Configuration, { db }: Node) => (signIn.embedded ? makeFirstAccount(db, new Date()) : undefined);

/** Leaves word in the data folder of where the node listens; written whole or not at all. */
async function announce({ dataFolder, port, host }: Configuration): Promise<void> {
  const path = join(dataFolder, 'node.json');
  await writeFile(`${path}.new`, JSON.stringify({ pid: process.pid, port, host }));
  await rename(`${path}.new`, path);
}
