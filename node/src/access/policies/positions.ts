/** A place in a text, both counted from 1; columns in characters (Unicode code points). */
export interface Position {
  line: number;
  column: number;
}

/** Tells positions in a text by the engine's offsets, which count bytes of UTF-8. */
export function positionsIn(text: string): (offset: number) => Position {
  const bytes = Buffer.from(text, 'utf8');
  return (offset) => {
    const before = bytes.subarray(0, Math.max(0, Math.min(offset, bytes.length))).toString('utf8');
    const start = before.lastIndexOf('\n') + 1;
    return { line: before.split('\n').length, column: Array.from(before.slice(start)).length + 1 };
  };
}
