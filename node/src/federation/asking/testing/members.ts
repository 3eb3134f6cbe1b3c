import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Signer } from '../../signature.ts';
import { testNode } from '../../testing/nodes.ts';
import type { NamedMember } from '../known-members.ts';
import type { AskedQuestion, Reply } from '../question.ts';

/** A member that answers as a test says: a real server on loopback, with a key of its own. */
export interface TestMember extends NamedMember {
  signer: Signer;
  /** What it was asked. */
  asked: AskedQuestion[];
  /** Connections open now, and requests whose answer was not written to its end. */
  connections(): number;
  abandoned(): number;
  close(): Promise<void>;
}

export type Manner = (asked: AskedQuestion, response: ServerResponse, node: string) => Promise<unknown> | unknown;

export const answering =
  (replyOf: (asked: AskedQuestion, node: string) => Reply | Promise<Reply>): Manner =>
  async (asked, response, node) =>
    response.setHeader('content-type', 'application/json').end(JSON.stringify(await replyOf(asked, node)));

/** Never answers. */
export const hanging: Manner = () => undefined;
/** Begins to answer, and never ends. */
export const stalling: Manner = (_asked, response) => void response.setHeader('content-type', 'application/json').write('{"type":');
/** Dies in the middle of its answer. */
export const dying: Manner = (_asked, response) => {
  response.setHeader('content-length', '5000').write('{"type":"search","node":"');
  setTimeout(() => response.destroy(), 20);
};
export const babbling: Manner = (_asked, response) => void response.setHeader('content-type', 'application/json').end('{"type":"search","hits":"none of your business"}');
/** Sends megabytes, for as long as anybody takes them. */
export const flooding: Manner = (_asked, response) => {
  const piece = `"${'x'.repeat(64_000)}",`;
  response.setHeader('content-type', 'application/json').write('[');
  const more = () => {
    while (!response.destroyed && response.write(piece)) if (response.writableNeedDrain) break;
  };
  response.on('drain', more);
  more();
};

export async function startMember(word: string, manner: Manner): Promise<TestMember> {
  const signer = await testNode(word);
  const asked: AskedQuestion[] = [];
  let open = 0;
  let abandoned = 0;
  const server: Server = createServer((request: IncomingMessage, response) => {
    response.on('close', () => void (!response.writableFinished && abandoned++));
    let body = '';
    request.on('data', (piece) => (body += piece));
    request.on('end', () => {
      const question = JSON.parse(body) as AskedQuestion;
      asked.push(question);
      void manner(question, response, signer.id);
    });
    request.on('error', () => undefined);
    response.on('error', () => undefined);
  });
  server.on('connection', (socket) => {
    open++;
    socket.on('close', () => open--);
    socket.on('error', () => undefined);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    membership: word,
    node: signer.id,
    url,
    role: 'platform',
    scope: {},
    sharesGroup: false,
    trustsAskers: false,
    name: { en: word },
    signer,
    asked,
    connections: () => open,
    abandoned: () => abandoned,
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}
