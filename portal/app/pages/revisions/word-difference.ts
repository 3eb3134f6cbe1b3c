export interface Part {
  text: string;
  in: 'both' | 'old' | 'new';
}

/** Beyond so many words the table of the comparison costs more than it tells; the whole text then counts as changed. */
const MANY = 1500;

const wordsOf = (text: string) => text.match(/\p{Script=Han}|[\p{L}\p{N}]+|\s+|[^\p{L}\p{N}\s]/gu) ?? [];

/** What two texts have in common and what not, word by word (longest common subsequence); Chinese by character. */
export function wordDifference(before: string, after: string): Part[] {
  const old = wordsOf(before);
  const now = wordsOf(after);
  if (old.length > MANY || now.length > MANY || old.length === 0 || now.length === 0) return [part(before, 'old'), part(after, 'new')].filter((it) => it.text);

  const width = now.length + 1;
  const common = new Uint16Array((old.length + 1) * width);
  for (let i = old.length - 1; i >= 0; i--) {
    for (let j = now.length - 1; j >= 0; j--) {
      common[i * width + j] = old[i] === now[j] ? (common[(i + 1) * width + j + 1] ?? 0) + 1 : Math.max(common[(i + 1) * width + j] ?? 0, common[i * width + j + 1] ?? 0);
    }
  }

  const parts: Part[] = [];
  const add = (text: string, where: Part['in']) => {
    const last = parts.at(-1);
    if (last?.in === where) last.text += text;
    else parts.push(part(text, where));
  };
  let i = 0;
  let j = 0;
  while (i < old.length || j < now.length) {
    if (i < old.length && j < now.length && old[i] === now[j]) {
      add(old[i] ?? '', 'both');
      i++;
      j++;
    } else if (j >= now.length || (i < old.length && (common[(i + 1) * width + j] ?? 0) >= (common[i * width + j + 1] ?? 0))) add(old[i++] ?? '', 'old');
    else add(now[j++] ?? '', 'new');
  }
  return parts;
}

const part = (text: string, where: Part['in']): Part => ({ text, in: where });
