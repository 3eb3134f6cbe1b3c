/** Cuts a text to a length, at a word where there is one, and says so by an ellipsis. */
export function clip(text: string, length: number): string {
  if (text.length <= length) return text;
  const cut = text.slice(0, length - 1);
  const space = cut.lastIndexOf(' ');
  return `${(space > length * 0.8 ? cut.slice(0, space) : cut).trimEnd()}…`;
}

/** A description holds no longer one; and of a text of megabytes it is soon told that it is none. */
const LONGEST_ADDRESS = 4_000;

/** Whether a text is an address a description may hold. */
export const isAddress = (text: string): boolean => text.length <= LONGEST_ADDRESS && /^(https?|ftp):\/\/[^\s/]+\S*$/i.test(text) && URL.canParse(text);

const LINK = /\[([^\]]*)\]\(\s*(\S+?)\s*\)/g;

/** The links of a Markdown text, in order. */
export const markdownLinks = (text: string): { text: string; url: string }[] => [...text.matchAll(LINK)].map((match) => ({ text: match[1]!.trim(), url: match[2]! }));

/** A Markdown text with its links replaced by what they are called. */
export const withoutLinks = (text: string): string => text.replace(LINK, '$1').replace(/\s+/g, ' ').trim();

/** Every web address a text holds, as a link or bare, once. */
export function addressesIn(text: string): string[] {
  const linked = markdownLinks(text).map((link) => link.url);
  const bare = [...text.replace(LINK, ' ').matchAll(/https?:\/\/[^\s<>"')\]]+/g)].map((match) => match[0].replace(/[.,;:]+$/, ''));
  return [...new Set([...linked, ...bare].filter(isAddress))];
}

/** Names in a row as people write them: "a, b and c" and "a、b 和 c"; of many, the first few and how many more. */
export function named(names: string[], most: number): { en: string; zh: string } {
  const shown = names.slice(0, most);
  const more = names.length - shown.length;
  if (more > 0) return { en: `${shown.join(', ')} and ${more} more`, zh: `${shown.join('、')} 等 ${names.length} 个` };
  if (shown.length < 2) return { en: shown.join(''), zh: shown.join('') };
  const last = shown.at(-1)!;
  return { en: `${shown.slice(0, -1).join(', ')} and ${last}`, zh: `${shown.slice(0, -1).join('、')} 和 ${last}` };
}
