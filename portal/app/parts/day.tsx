import { useWords } from '../language/use-words.tsx';

/** A date: for people in prose, ISO in tables. */
export function Day({ at, table = false }: { at: string; table?: boolean }) {
  const { format } = useWords();
  return <time dateTime={at}>{table ? format.isoDay(at) : format.day(at)}</time>;
}

export function Minute({ at }: { at: string }) {
  const { format } = useWords();
  return <time dateTime={at}>{format.isoMinute(at)}</time>;
}
