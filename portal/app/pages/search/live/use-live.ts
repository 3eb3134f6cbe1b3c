import { useEffect, useRef, useState } from 'react';
import { useSearchParams } from 'react-router';
import { useWords } from '../../../language/use-words.tsx';
import { liveQuestion } from './load-live.ts';
import { begun, heard, type Live, type LiveEvent, type ToAsk } from './shapes.ts';

/**
 * A question to the members, put when the reader asks for it; its answer comes piece by piece. Another search ends it.
 *
 * @param loaded what came with the page, where its address asked for it.
 */
export function useLive(toAsk: ToAsk, loaded: Live | null): { live: Live | null; start: (again: boolean) => void } {
  const [search] = useSearchParams();
  const { language } = useWords();
  const [known, setKnown] = useState<{ page: string; live: Live } | null>(null);
  const running = useRef<AbortController | null>(null);
  const page = search.toString();
  useEffect(() => () => running.current?.abort(), [page]);

  const start = (again: boolean) => {
    running.current?.abort();
    const mine = new AbortController();
    running.current = mine;
    let live = begun(toAsk.members);
    const show = (next: Live) => {
      if (mine.signal.aborted) return;
      live = next;
      setKnown({ page, live });
    };
    show(live);
    read(liveQuestion(search, toAsk, { language, again }), mine.signal, (event) => show(heard(live, event))).then(
      () => live.state === 'waiting' && show({ ...live, state: 'failed' }),
      () => show({ ...live, state: 'failed' }),
    );
  };
  return { live: known?.page === page ? known.live : loaded, start };
}

/** Reads the answer line by line, as it comes. */
async function read(address: string, signal: AbortSignal, tell: (event: LiveEvent) => void): Promise<void> {
  const response = await fetch(address, { signal, headers: { accept: 'application/x-ndjson' } });
  if (!response.ok || !response.body) throw new Error(`status ${response.status}`);
  const decoder = new TextDecoder();
  const reader = response.body.getReader();
  let rest = '';
  for (;;) {
    const { done, value } = await reader.read();
    rest += decoder.decode(value, { stream: !done });
    const lines = rest.split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) if (line) tell(JSON.parse(line) as LiveEvent);
    if (done) return;
  }
}
