/**
 * A value as named lines. Entries of a list are named by what identifies them, so that one that moved is no change:
 * `=` and their text where nothing else does.
 */
export function lines(value: unknown, name = ''): Map<string, string> {
  if (value === undefined || value === null) return new Map();
  if (Array.isArray(value)) return new Map(value.flatMap((entry) => [...entryLines(entry, name)]));
  if (typeof value === 'object') return new Map(Object.entries(value).flatMap(([key, member]) => [...lines(member, name ? `${name} ${key}` : key)]));
  return new Map([[name, String(value)]]);
}

function entryLines(entry: unknown, name: string): Map<string, string> {
  if (typeof entry !== 'object' || entry === null) return new Map([[`${name}=${String(entry)}`, String(entry)]]);
  const { id, url, doi, name: called } = entry as Record<string, unknown>;
  const key = [id, url, doi, called].find((it) => typeof it === 'string') ?? JSON.stringify(entry);
  const text = [...lines(entry)].map(([, line]) => line).join(' · ');
  return new Map([[`${name}=${String(key)}`, text]]);
}
