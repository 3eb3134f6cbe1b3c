import { fileURLToPath } from 'node:url';
import { invalid } from '../kernel/errors.ts';
import { openWeb, type OpenWeb, type Validators, type WebAnswer } from '../kernel/web/open-web.ts';
import type { Web } from '../kernel/web/web.ts';
import { isWebAddress } from '../kernel/web/web-address.ts';
import { unpack } from './input/archive.ts';
import { openPath } from './input/folder.ts';
import { DEFAULT_LIMITS, type Entry, type Input, type InputLimits } from './input/input.ts';
import { webSettings, type WebSettings } from './web-settings.ts';

export interface OpenOptions {
  /** What the servers said of each address when it was last read whole. */
  validators?: Record<string, Validators>;
  limits?: Partial<InputLimits>;
  /** What may be reached; nothing but the address itself where left out. */
  web?: WebSettings;
  /** Media types asked for; anything where left out. */
  accept?: string;
  signal?: AbortSignal;
  /** Takes what a person should know of the input. */
  note?: (text: string) => void;
}

/** `unchanged`: every server says that its file is still the one read before. */
export type Opened = { unchanged: true } | { unchanged: false; input: Input; validators: Record<string, Validators> };

function nameOf(url: string): string {
  const last = new URL(url).pathname.split('/').filter(Boolean).at(-1) ?? 'download';
  try {
    return decodeURIComponent(last);
  } catch {
    return last;
  }
}

async function openUrls(address: string, urls: string[], web: OpenWeb, options: OpenOptions, limits: InputLimits): Promise<Opened> {
  const known = options.validators ?? {};
  const first = urls[0]!;
  const answers = new Map<string, WebAnswer>();
  if (urls.every((url) => known[url]?.etag ?? known[url]?.lastModified)) {
    for (const url of urls) {
      const answer = await web.open(url, { accept: options.accept, known: known[url] });
      if (answer.body === undefined) continue;
      answers.set(url, answer);
      break;
    }
    if (answers.size === 0) return { unchanged: true };
  }
  const validators: Record<string, Validators> = {};
  let total: number | undefined = 0;
  // What the files lead to may change without them: then they must be read again to know.
  let more = false;
  const further: Web = {
    mayReach: web.mayReach,
    get(url, request) {
      more = true;
      for (const known of Object.keys(validators)) delete validators[known];
      return web.get(url, request);
    },
  };
  const unpackNext = async (url: string) => {
    const answer = answers.get(url) ?? (await web.open(url, { accept: options.accept }));
    if (!more) validators[url] = answer.validators;
    total = total === undefined || answer.size === undefined ? undefined : total + answer.size;
    return unpack(nameOf(url), answer.size, answer.body!, limits, options.note ?? (() => undefined), answer);
  };
  const opened = await unpackNext(first);
  async function* entries(): AsyncGenerator<Entry> {
    yield* opened.entries();
    for (const url of urls.slice(1)) yield* (await unpackNext(url)).entries();
  }
  const shape = urls.length > 1 ? 'folder' : opened.shape;
  return { unchanged: false, validators, input: { address, shape, entries, web: further, progress: () => ({ read: web.taken(), total: urls.length > 1 ? undefined : total }) } };
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
  const onWeb = isWebAddress(trimmed);
  const urls = onWeb ? trimmed.split(/\s+/) : [];
  for (const url of urls) if (!isWebAddress(url)) throw invalid(`${url} is no web address`);
  const web = openWeb({ ...(options.web ?? webSettings({}, '<source>')), own: urls, limits, signal: options.signal });
  if (onWeb) return openUrls(trimmed, urls, web, options, limits);
  return { unchanged: false, validators: {}, input: await openPath(trimmed, limits, web, options.note ?? (() => undefined)) };
}

/** Opens a crawl: the address, which must be one, and the way to the web from there. */
export function openCrawl(address: string, options: Pick<OpenOptions, 'limits' | 'web' | 'signal'>): { address: string; web: OpenWeb } {
  const trimmed = address.trim();
  if (/\s/.test(trimmed)) throw invalid(`${trimmed}: this standard is read from one address at a time`);
  return { address: trimmed, web: openWeb({ ...(options.web ?? webSettings({}, '<source>')), own: [trimmed], limits: options.limits, signal: options.signal }) };
}
