import { connect, createServer, type Socket } from 'node:net';

/** A way to a server on this machine that counts what is read through it. It looks at nothing, so it costs little. */
export interface CountingProxy {
  url: string;
  /** Bytes of answers so far. */
  bytes(): number;
  close(): Promise<void>;
}

export async function startCountingProxy(target: number): Promise<CountingProxy> {
  let bytes = 0;
  const open = new Set<Socket>();
  const server = createServer((near) => {
    const far = connect(target, '127.0.0.1');
    far.on('data', (piece) => (bytes += piece.length));
    near.pipe(far).pipe(near);
    for (const [one, other] of [
      [near, far],
      [far, near],
    ] as const) {
      open.add(one);
      one.on('error', () => other.destroy());
      one.on('close', () => {
        open.delete(one);
        other.destroy();
      });
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as { port: number }).port}`,
    bytes: () => bytes,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const socket of open) socket.destroy();
      }),
  };
}
