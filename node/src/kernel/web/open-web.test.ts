import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { allowedHosts } from './allowed-hosts.ts';
import { openWeb, type WebOptions } from './open-web.ts';

let server: Server;
let port: number;
let base: string;
let answer: (request: IncomingMessage, response: ServerResponse) => void;
let asked: string[];

beforeAll(async () => {
  server = createServer((request, response) => {
    asked.push(request.url ?? '');
    answer(request, response);
  });
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  port = (server.address() as AddressInfo).port;
  base = `http://127.0.0.1:${port}`;
});
beforeEach(() => {
  asked = [];
  answer = (request, response) => void response.end(`this is ${request.url}`);
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

const web = (given: Partial<WebOptions> & { allow?: string[] } = {}) => {
  const { allow = ['127.0.0.1'], ...options } = given;
  return openWeb({ own: [`${base}/`], allowed: allowedHosts(allow), howToAllow: (host) => `Allow ${host}.`, userAgent: 'biotope/1 (+https://node.example)', ...options });
};
/** Every name lies at these addresses. */
const at =
  (...ips: string[]) =>
  async () =>
    ips.map((address) => ({ address, family: address.includes(':') ? 6 : 4 }));

describe('what may be reached', () => {
  test('nothing on this machine or in private networks, the own address included, unless it is allowed', async () => {
    for (const address of [
      base,
      `http://localhost:${port}/`,
      `http://[::ffff:127.0.0.1]:${port}/`,
      `http://2130706433:${port}/`,
      `http://0x7f.1:${port}/`,
      'http://169.254.169.254/latest/',
      'http://[fd00::1]/',
      'http://0.0.0.0/',
    ]) {
      const host = new URL(address).host;
      await expect(web({ own: [address], allow: [] }).get(address), address).rejects.toMatchObject({ code: 'forbidden', message: expect.stringContaining(`Allow ${host}.`) });
      await expect(web({ own: [address], allow: [] }).open(address), address).rejects.toMatchObject({ code: 'forbidden' });
    }
    expect(asked).toEqual([]);
    expect(await (await web().get(`${base}/a`)).text()).toBe('this is /a');
    expect(await (await web({ allow: [`localhost:${port}`], own: [`http://localhost:${port}/`] }).get(`http://localhost:${port}/b`)).text()).toBe('this is /b');
    const inRange = web({ allow: ['127.0.0.0/8'], own: [`http://any.example:${port}/`], resolve: at('127.0.0.1') });
    expect(await (await inRange.get(`http://any.example:${port}/c`)).text()).toBe('this is /c');
  });

  test('a name all of whose addresses are looked at: one private among public ones is enough to refuse', async () => {
    for (const ips of [['127.0.0.1'], ['93.184.215.14', '10.0.0.1'], ['2606:50c0:8000::153', '::1'], ['::ffff:192.168.0.1']]) {
      const message = `the host rebinding.example lies at ${ips.at(-1)}, `;
      await expect(web({ own: ['http://rebinding.example/'], resolve: at(...ips) }).get('http://rebinding.example/')).rejects.toMatchObject({
        code: 'forbidden',
        message: expect.stringContaining(message),
      });
    }
  });

  test('the connection goes to the address that was checked, whatever the name leads to a moment later', async () => {
    let answers = 0;
    const resolve = async () => (answers++ === 0 ? [{ address: '127.0.0.1', family: 4 }] : [{ address: '127.0.0.99', family: 4 }]);
    const document = await web({ own: [`http://twice.example:${port}/`], allow: ['twice.example'], resolve }).get(`http://twice.example:${port}/x`);
    expect(await document.text()).toBe('this is /x');
    expect(answers).toBe(1);
  });

  test('only its own host and allowed ones, on the same or a usual port', async () => {
    const other = web({ own: ['https://portal.example/catalogue'], allow: ['contexts.example'] });
    expect(['https://portal.example/x', 'http://portal.example/', 'https://contexts.example/c'].map((url) => other.mayReach(url))).toEqual([true, true, true]);
    expect(
      ['https://portal.example:8443/', 'https://elsewhere.example/', 'file:///etc/passwd', 'ftp://portal.example/', 'no address', 'https://portal.example.evil/'].map((url) =>
        other.mayReach(url),
      ),
    ).toEqual(Array.from({ length: 6 }, () => false));
    await expect(other.get('https://elsewhere.example/')).rejects.toMatchObject({
      code: 'forbidden',
      message: expect.stringContaining('may not be reached from here. Allow elsewhere.example.'),
    });
  });
});

describe('redirects', () => {
  test('are followed a few times, never into a private network, to another host, out of encryption or to no web address', async () => {
    const to = (location: string) => {
      answer = (request, response) => void (request.url === '/from' ? response.writeHead(302, { location }).end() : response.end('there'));
    };
    to('/there');
    expect((await web().get(`${base}/from`)).url).toBe(`${base}/there`);
    for (const [location, message] of [
      [`http://localhost:${port}/inside`, 'which may not be reached'],
      ['http://169.254.169.254/latest/meta-data', 'which may not be reached'],
      ['https://elsewhere.example/', 'which may not be reached'],
      ['file:///etc/passwd', 'which is no web address'],
    ] as const) {
      to(location);
      await expect(web().get(`${base}/from`), location).rejects.toThrow(message);
    }
    answer = (_, response) => void response.writeHead(301, { location: '/again' }).end();
    await expect(web().get(`${base}/from`)).rejects.toThrow('more than 5 redirects');
  });

  test('of the given address may lead to another public host, still not inside', async () => {
    answer = (_, response) => void response.writeHead(302, { location: `http://localhost:${port}/inside` }).end();
    const refused = web({ own: [`http://public.example:${port}/`], allow: ['public.example'], resolve: at('127.0.0.1') });
    await expect(refused.open(`http://public.example:${port}/`)).rejects.toMatchObject({ code: 'forbidden', message: expect.stringContaining('loopback') });
    expect(asked).toEqual(['/']);
    answer = (request, response) =>
      void (request.headers.host?.startsWith('moved') ? response.end('moved') : response.writeHead(302, { location: `http://moved.example:${port}/` }).end());
    const followed = await web({ own: [`http://public.example:${port}/`], allow: ['127.0.0.0/8'], resolve: at('127.0.0.1') }).open(`http://public.example:${port}/`);
    expect(followed.url).toBe(`http://moved.example:${port}/`);
  });
});

describe('bounds', () => {
  test('a document is as large as the limit at most, announced or not, packed or not', async () => {
    const limits = { entry: 1_000 };
    answer = (_, response) => void response.writeHead(200, { 'content-length': '2000' }).end('x'.repeat(2_000));
    await expect(web({ limits }).get(`${base}/announced`)).rejects.toMatchObject({ code: 'too-large' });
    answer = (_, response) => {
      response.write('x'.repeat(600));
      response.end('x'.repeat(600));
    };
    await expect(web({ limits }).get(`${base}/silent`)).rejects.toMatchObject({ code: 'too-large' });
    answer = (_, response) => void response.writeHead(200, { 'content-encoding': 'gzip' }).end(gzipSync('0'.repeat(1_000_000)));
    await expect(web({ limits: { entry: 10_000 } }).get(`${base}/packed`)).rejects.toMatchObject({ code: 'too-large' });
    answer = (_, response) => void response.writeHead(200, { 'content-encoding': 'gzip' }).end(gzipSync('small'));
    expect(await (await web({ limits }).get(`${base}/packed`)).text()).toBe('small');
  });

  test('and all of them together', async () => {
    answer = (_, response) => void response.end('x'.repeat(400));
    const small = web({ limits: { total: 1_000 } });
    await small.get(`${base}/1`);
    await small.get(`${base}/2`);
    await expect(small.get(`${base}/3`)).rejects.toThrow('What the source sends in all is larger than 1000 bytes');
  });

  test('a gigabyte without end is given up at the limit and never held', async () => {
    const before = process.memoryUsage.rss();
    let sent = 0;
    answer = (_, response) => {
      const block = Buffer.alloc(2 ** 20, 0x20);
      const more = () => {
        while (sent < 2 ** 30 && !response.destroyed) {
          sent += block.length;
          if (!response.write(block)) return void response.once('drain', more);
        }
        response.end();
      };
      more();
    };
    const answered = await web({ limits: { total: 200 * 2 ** 20 } }).open(`${base}/huge`);
    let read = 0;
    await expect(
      (async () => {
        for await (const piece of answered.body!) read += piece.length;
      })(),
    ).rejects.toMatchObject({ code: 'too-large' });
    expect(read).toBeLessThanOrEqual(200 * 2 ** 20);
    expect(process.memoryUsage.rss() - before).toBeLessThan(150 * 2 ** 20);
  });

  test('a server that never answers, falls silent, or drips for ever is given up', async () => {
    answer = () => undefined;
    await expect(web({ limits: { silence: 200 } }).get(`${base}/never`)).rejects.toThrow('no answer and no byte for 0.2 s');
    answer = (_, response) => void response.write('a little');
    await expect(web({ limits: { silence: 200 } }).get(`${base}/silent`)).rejects.toThrow('no answer and no byte for 0.2 s');
    answer = (_, response) => {
      const drip = setInterval(() => response.write('.'), 20);
      response.on('close', () => clearInterval(drip));
    };
    await expect(web({ limits: { silence: 200, duration: 600 } }).get(`${base}/drip`)).rejects.toThrow('did not end within 0.6 s of waiting');
    // The head of an answer may drip as well.
    answer = (request) => {
      request.socket.write('HTTP/1.1 200 OK\r\n');
      const drip = setInterval(() => request.socket.write('x-slow: 1\r\n'), 20);
      request.socket.on('close', () => clearInterval(drip));
    };
    await expect(web({ limits: { silence: 300 } }).get(`${base}/head`)).rejects.toThrow('no answer and no byte for 0.3 s');
  });

  test('a reader may take its time: only waits for the server count', async () => {
    answer = (_, response) => void response.end('x'.repeat(500_000));
    const { body } = await web({ limits: { silence: 150, duration: 300 } }).open(`${base}/large`);
    let read = 0;
    for await (const piece of body!) {
      read += piece.length;
      await wait(60);
    }
    expect(read).toBe(500_000);
  });

  test('an answer that is cut off is a failure', async () => {
    answer = (_, response) => {
      response.writeHead(200, { 'content-length': 1_000 });
      response.write('x'.repeat(100), () => response.destroy());
    };
    await expect(web().get(`${base}/cut`)).rejects.toThrow(/broke off|ended after/);
  });
});

describe('manners', () => {
  test('it says who asks and what for', async () => {
    let seen: IncomingMessage['headers'] = {};
    answer = (request, response) => {
      seen = request.headers;
      response.writeHead(200, { 'content-type': 'Text/Turtle; charset=utf-8' }).end('');
    };
    const document = await web().get(`${base}/x#part`, { accept: 'text/turtle' });
    expect(seen).toMatchObject({ 'user-agent': 'biotope/1 (+https://node.example)', accept: 'text/turtle' });
    expect(document).toMatchObject({ mediaType: 'text/turtle', url: `${base}/x` });
  });

  test('a host is asked one thing at a time, by whoever asks, with a pause where it is not an allowed private one', async () => {
    let running = 0;
    let most = 0;
    answer = async (_, response) => {
      most = Math.max(most, ++running);
      await wait(30);
      running--;
      response.end('ok');
    };
    await Promise.all([...['a', 'b', 'c'].map((path) => web().get(`${base}/${path}`)), web().get(`${base}/d`)]);
    expect(most).toBe(1);
    expect(asked).toHaveLength(4);
  });

  test('a plea for patience is heeded within bounds', async () => {
    let refusals = 2;
    answer = (_, response) => void (refusals-- > 0 ? response.writeHead(503, { 'retry-after': '0' }).end() : response.end('at last'));
    expect(await (await web().get(`${base}/busy`)).text()).toBe('at last');
    expect(asked).toHaveLength(3);
    answer = (_, response) => void response.writeHead(429, { 'retry-after': new Date(Date.now() + 3_600_000).toUTCString() }).end();
    await expect(web().get(`${base}/tomorrow`)).rejects.toThrow(/the server answers 429 and asks to be left alone for 3[56]\d\d s/);
    answer = (_, response) => void response.writeHead(503, { 'retry-after': '0' }).end();
    await expect(web({ limits: { retries: 3 } }).get(`${base}/always`)).rejects.toThrow('answers 503');
  });

  test('other answers are told apart', async () => {
    answer = (request, response) => void response.writeHead(Number(request.url!.slice(1))).end();
    await expect(web().get(`${base}/404`)).rejects.toMatchObject({ code: 'not-found' });
    await expect(web().get(`${base}/410`)).rejects.toMatchObject({ code: 'not-found' });
    await expect(web().get(`${base}/403`)).rejects.toMatchObject({ code: 'unavailable', message: expect.stringContaining('answers 403') });
    await expect(web().get(`${base}/500`)).rejects.toMatchObject({ code: 'unavailable' });
  });

  test('what is no text is named, and an abort ends all waiting', async () => {
    answer = (_, response) => void response.end(Buffer.from([0x61, 0xff]));
    await expect((await web().get(`${base}/binary`)).text()).rejects.toThrow('is no UTF-8 text');
    answer = () => undefined;
    const abort = new AbortController();
    const going = web({ signal: abort.signal }).get(`${base}/never`);
    setTimeout(() => abort.abort(), 50);
    await expect(going).rejects.toThrow('abort');
  });
});
