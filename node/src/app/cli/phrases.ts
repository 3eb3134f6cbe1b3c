import { minePhrases, readDocuments } from '../../foresight/index.ts';

export interface PhrasesOptions {
  top: string;
  json?: boolean;
}

const MOST = 100_000;

/** Mines the phrases of a file; needs no node. */
export async function phrases(file: string, { top, json }: PhrasesOptions): Promise<number> {
  const wanted = Number(top);
  if (!Number.isInteger(wanted) || wanted < 1 || wanted > MOST) {
    process.stderr.write(`--top is "${top}"; give a number from 1 to ${MOST}.\n`);
    return 2;
  }
  const stop = new AbortController();
  process.once('SIGINT', () => stop.abort(new Error('Interrupted.')));
  const onProgress = process.stderr.isTTY ? (documents: number) => void process.stderr.write(`\r${documents} documents read…`) : undefined;
  const mined = await minePhrases(readDocuments(file), { top: wanted, onProgress, signal: stop.signal });
  if (onProgress) process.stderr.write('\r\u001B[K');
  const shown = mined.phrases.map(({ phrase, score, count, variants }) => ({ phrase, score, count, variants }));
  if (json) process.stdout.write(`${JSON.stringify({ documents: mined.documents, phrases: shown })}\n`);
  else
    for (const { phrase, score, count, variants } of shown)
      process.stdout.write(`${score.toFixed(1).padStart(9)}  ${String(count).padStart(6)}  ${phrase}${variants.length > 0 ? `  (${variants.slice(0, 4).join(', ')})` : ''}\n`);
  return 0;
}
