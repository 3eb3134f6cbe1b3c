import type { FastifyInstance } from 'fastify';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer as createSocket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freshDatabase } from '../../../kernel/testing/database.ts';
import { readConfiguration, type Configuration } from '../../configuration.ts';
import { openNode, type Node } from '../../node.ts';
import { createServer } from '../server.ts';

/** A node in this process, listening on loopback, on an empty database. */
export interface OpenServer {
  url: string;
  node: Node;
  app: FastifyInstance;
  folder: string;
  close(): Promise<void>;
}

export async function openServer(settings: (url: string) => Promise<Partial<Configuration>> = async () => ({})): Promise<OpenServer> {
  const [database, folder, port] = await Promise.all([freshDatabase(), mkdtemp(join(tmpdir(), 'biotope-server-')), freePort()]);
  const url = `http://127.0.0.1:${port}`;
  const read = readConfiguration({ BIOTOPE_DATA: folder, BIOTOPE_PORT: String(port), BIOTOPE_URL: url, DATABASE_URL: database.url }, folder);
  const configuration: Configuration = { ...read, harvest: { ...read.harvest, automatic: false }, ...(await settings(url)) };
  const node = await openNode(configuration, { log: 'silent' });
  const app = await createServer(node);
  await app.listen({ port, host: '127.0.0.1' });
  return {
    url,
    node,
    app,
    folder,
    async close() {
      await app.close();
      await node.close();
      await database.drop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const socket = createSocket();
    socket.once('error', reject);
    socket.listen(0, '127.0.0.1', () => {
      const { port } = socket.address() as { port: number };
      socket.close(() => resolve(port));
    });
  });
}
