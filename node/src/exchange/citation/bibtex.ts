import { plugins, type CSL } from '@citation-js/core';
import '@citation-js/plugin-bibtex';
import type { CslItem } from './csl.ts';

// Plain ASCII would leave every Chinese letter out. Then the library escapes nothing either: `escaped` does.
(plugins.config.get('@bibtex') as { format: { asciiOnly: boolean } }).format.asciiOnly = false;

const LATEX: Record<string, string> = {
  '\\': '\\textbackslash{}',
  // A brace counts for BibTeX even behind a backslash, so that a lone one would end the entry.
  '{': '\\textbraceleft{}',
  '}': '\\textbraceright{}',
  '~': '\\textasciitilde{}',
  '^': '\\textasciicircum{}',
  '<': '\\textless{}',
  '>': '\\textgreater{}',
  '&': '\\&',
  '%': '\\%',
  $: '\\$',
  '#': '\\#',
  _: '\\_',
};

/** A text as LaTeX shows it, letter by letter; no markup in it survives. */
export const escaped = (text: string): string => text.replace(/[\\{}~^<>&%$#_]/g, (letter) => LATEX[letter]!);

/** An entry of BibTeX. Nothing is looked up: the library is handed finished data and writes them down. */
export function bibtexEntry(item: CslItem): string {
  const note = [item.version && `Version ${item.version}`, item.note].filter(Boolean).join('. ');
  const author = item.author?.map(({ literal = '' }) => ({ family: escaped(literal) }));
  const [year, month] = item.issued?.['date-parts']?.[0] ?? [];
  const issued: CSL['issued'] = year === undefined ? undefined : { 'date-parts': month === undefined ? [[year]] : [[year, month]] };
  const data: CSL = {
    id: item.id,
    type: item.type,
    'citation-key': `biotope_${item.id}`,
    title: escaped(item.title),
    ...(author ? { author } : {}),
    ...(issued ? { issued } : {}),
    ...(item.DOI ? { DOI: item.DOI } : {}),
    URL: item.URL,
    ...(item.publisher ? { publisher: escaped(item.publisher) } : {}),
    ...(note ? { note: escaped(note) } : {}),
  };
  return plugins.output.format('bibtex', [data]) as string;
}
