import type { ApiSuggestions } from '@biotope/node/contract';
import { useEffect, useState } from 'react';
import type { Category, Kind, LanguageMap } from '../api/contract.ts';
import { query } from '../api/load.ts';

/** Something the words typed so far could mean: a resource to read, or a concept to search for. */
export interface Suggestion {
  id: string;
  to: string;
  label: LanguageMap;
  category?: Category;
  kind?: Kind;
  branch?: string;
  count?: number;
}

/** A person types a letter about every 100 ms; asking sooner would only answer questions nobody waits for. */
const PAUSE = 120;

export function useSuggestions(text: string): Suggestion[] {
  const [found, setFound] = useState<{ text: string; items: Suggestion[] }>({ text: '', items: [] });
  const wanted = text.trim();
  useEffect(() => {
    if (!wanted) return;
    const stop = new AbortController();
    const timer = setTimeout(() => {
      void suggest(wanted, stop.signal).then((items) => setFound({ text: wanted, items }), ignore);
    }, PAUSE);
    return () => {
      clearTimeout(timer);
      stop.abort();
    };
  }, [wanted]);
  return wanted ? found.items : [];
}

async function suggest(text: string, signal?: AbortSignal): Promise<Suggestion[]> {
  const response = await fetch(`/api/v1/suggest${query({ q: text })}`, { signal });
  if (!response.ok) return [];
  const { resources, terms } = (await response.json()) as ApiSuggestions;
  return [
    ...terms.map((term) => ({ id: term.id, to: `/search${query({ topic: term.id })}`, label: term.label, branch: term.branch, count: term.count })),
    ...resources.map((it) => ({ id: it.id, to: `/r/${it.id}`, label: it.title, category: it.category, kind: it.kind })),
  ];
}

/** Suggestions are a help: without them the box works as a plain form. */
function ignore() {}
