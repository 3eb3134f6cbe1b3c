import { fileURLToPath } from 'node:url';
import { invalid } from '../kernel/errors.ts';
import { unpack } from './input/archive.ts';
import { openPath } from './input/folder.ts';
import { DEFAULT_LIMITS, type Entry, type Input, type InputLimits } from './input/input.ts';
import { getWebFile, isWebAddress, type Validators, type WebAnswer } from './input/web-address.ts';

export interface OpenOptions {
  /** What the servers said of each address when it was last read whole. */
  validators?: Record<string, Validators>;
  limits?: Partial<InputLimits>;
  signal?: AbortSignal;
  /** Takes what a person should know of the input. */
  note?: (text: string) => void;
}

/** `unchanged`: every server says that its file is still the one read before. */
export type Opened = { unchanged: true } | { unchanged: false; input: Input; validators: Record<string, Validators> };

const nameOf = (url: string) => decodeURIComponent(new URL(url).pathname).split('/').filter(Boolean).at(-1) ?? 'download';

async function openWeb(address: string, urls: string[], options: OpenOptions, limits: InputLimits): Promise<Opened> {
  let read = 0;
  const count = (bytes: number) => void (read += bytes);
  const get = (url: string, validators: Validators = {}) => getWebFile(url, { validators, limits, signal: options.signal, count });
  const known = options.validators ?? {};
  const first = urls[0]!;
  const answers = new Map<string, WebAnswer>();
  if (urls.every((url) => known[url]?.etag ?? known[url]?.lastModified)) {
    for (const url of urls) {
      const answer = await get(url, known[url]);
      if (answer.body === undefined) continue;
      answers.set(url, answer);
      break;
    }
    if (answers.size === 0) return { unchanged: true };
  }
  const validators: Record<string, Validators> = {};
  let total: number | undefined = 0;
  const unpackNext = async (url: string) => {
    const answer = answers.get(url) ?? (await get(url));
    validators[url] = answer.validators;
    total = total === undefined || answer.size === undefined ? undefined : total + answer.size;
    return unpack(nameOf(url), answer.size, answer.body!, limits, options.note ?? (() => undefined));
  };
  const opened = await unpackNext(first);
  async function* entries(): AsyncGenerator<Entry> {
    yield* opened.entries();
    for (const url of urls.slice(1)) yield* (await unpackNext(url)).entries();
  }
  const shape = urls.length > 1 ? 'folder' : opened.shape;
  return { unchanged: false, validators, input: { address, shape, entries, progress: () => ({ read, total: urls.length > 1 ? undefined : total }) } };
}

/**
 * Opens what an address leads to: a folder, a file, an archive (`.tar`, `.tar.gz`, told by its content), or web
 * addresses of files or archives, several of them set apart by white space and read as one folder.
 */
export async function openInput(address: string, options: OpenOptions = {}): Promise<Opened> {
  const limits = { ...DEFAULT_LIMITS, ...options.limits };
  const trimmed = address.trim();
  if (trimmed === '') throw invalid('The address to harvest is empty');
  if (/^file:\/\//i.test(trimmed)) return openInput(fileURLToPath(trimmed), options);
  if (!isWebAddress(trimmed)) return { unchanged: false, validators: {}, input: await openPath(trimmed, limits, options.note ?? (() => undefined)) };
  const urls = trimmed.split(/\s+/);
  for (const url of urls) if (!isWebAddress(url)) throw invalid(`${url} is no web address`);
  return openWeb(trimmed, urls, options, limits);
}
