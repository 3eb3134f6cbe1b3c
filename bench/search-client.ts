import { Agent, get } from 'node:http';
import { parentPort, workerData } from 'node:worker_threads';

/** Asks for each path in turn over one kept-alive connection and reports how long each took, in milliseconds. In a thread of its own, so that the server's turns are not the client's. */
const { port, paths } = workerData as { port: number; paths: string[] };
const agent = new Agent({ keepAlive: true, maxSockets: 1 });

const ask = (path: string) =>
  new Promise<{ took: number; status: number }>((resolve, reject) => {
    const begun = performance.now();
    get({ host: '127.0.0.1', port, path, agent }, (response) => {
      response.on('data', () => {});
      response.on('end', () => resolve({ took: performance.now() - begun, status: response.statusCode ?? 0 }));
    }).on('error', reject);
  });

const took: number[] = [];
for (const path of paths) {
  const answer = await ask(path);
  if (answer.status !== 200) throw new Error(`${path} was answered with ${answer.status}`);
  took.push(answer.took);
}
agent.destroy();
parentPort?.postMessage(took);
