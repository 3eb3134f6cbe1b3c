import { Fragment } from 'react';
import type { Reason } from '../../api/contract.ts';

/** The words a result matched in its text, longest first so that "sequence alignment" is marked as one. */
export const matchedWords = (why: readonly Reason[]): string[] =>
  [...new Set(why.filter((it) => it.field !== 'annotation').map((it) => it.matched))].toSorted((a, b) => b.length - a.length);

/** A text with the matched words marked. */
export function Marked({ text, words }: { text: string; words: readonly string[] }) {
  if (words.length === 0) return <>{text}</>;
  const pattern = new RegExp(`(${words.map(asPattern).join('|')})`, 'giu');
  return (
    <>
      {text.split(pattern).map((part, i) => (
        // oxlint-disable-next-line react/no-array-index-key -- the parts of one text have no other name
        <Fragment key={i}>{i % 2 === 1 ? <mark>{part}</mark> : part}</Fragment>
      ))}
    </>
  );
}

/** A Latin word is marked whole, with its ending; Chinese has no edges to keep to. */
function asPattern(word: string): string {
  const plain = word.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);
  return /^[\p{Script=Latin}\d]/u.test(word) ? String.raw`(?<![\p{L}\d])${plain}\p{Ll}*` : plain;
}
