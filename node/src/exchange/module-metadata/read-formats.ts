import { edamIn } from '../stated-identifiers.ts';
import { isFields, textOf, type Fields } from './read-values.ts';

const DEEPEST = 8;
const MOST = 500;

/**
 * The elements of a module's channels: input and output are lists of tuples of elements, or (outputs, since 2025) maps
 * of such lists by channel, or (before) lists of elements. An element is a map of its name to what is said of it.
 */
function elementsOf(channels: unknown, depth = 0, found: Fields[] = []): Fields[] {
  if (depth > DEEPEST || found.length >= MOST) return found;
  if (Array.isArray(channels)) for (const item of channels) elementsOf(item, depth + 1, found);
  else if (isFields(channels)) {
    for (const value of Object.values(channels)) {
      if (isFields(value) && textOf(value['type'])) found.push(value);
      else elementsOf(value, depth + 1, found);
    }
  }
  return found;
}

const LONGEST_PATTERN = 1_000;
const PACKED = /\.(gz|bgz|bz2|xz|zst)$/i;

/** File extensions of a pattern: `*.{bam,cram}` has two, `*.{fa,fasta}[.gz]` as well, `*_R1.fastq.gz` one. */
export function extensionsOf(pattern: string): string[] {
  const plain = pattern.slice(0, LONGEST_PATTERN).replace(/\[[^\]]*\]|\?/g, '');
  const [, before = '', braces = '', after = ''] = /^([^{]*)\{([^}]*)\}(.*)$/.exec(plain) ?? [];
  const endings = braces === '' ? plain.split('|') : braces.split(',').map((ending) => `${before}${ending.trim()}${after}`);
  return [
    ...new Set(
      endings.flatMap((ending) => {
        const unpacked = ending.trim().replace(PACKED, '').toLowerCase();
        const extension = /\.([a-z][a-z0-9]{0,11})$/.exec(unpacked)?.[1];
        return extension ?? [];
      }),
    ),
  ];
}

/** Formats of the files a module's channels carry: EDAM terms where it names them, else file extensions. */
export function formatsOf(channels: unknown): string[] {
  const formats = elementsOf(channels).flatMap((element) => {
    // Which versions of its tools a module ran is told in a file of its own, which is no result.
    if (textOf(element['type'])?.toLowerCase() !== 'file' || element['pattern'] === 'versions.yml') return [];
    const ontologies = Array.isArray(element['ontologies']) ? element['ontologies'] : [];
    const edam = ontologies.flatMap((entry) => (isFields(entry) ? Object.values(entry) : [entry])).flatMap((value) => edamIn(textOf(value) ?? '', 'format') ?? []);
    return edam.length > 0 ? edam : extensionsOf(textOf(element['pattern']) ?? '');
  });
  return [...new Set(formats)];
}
