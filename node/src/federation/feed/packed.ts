import { promisify } from 'node:util';
import { constants, gzip } from 'node:zlib';

const pack = promisify(gzip);
/** Bytes of packed pages that are kept for the next who asks. */
const KEPT = 32 * 2 ** 20;
/** Shorter texts are not packed. */
const SHORT = 1_024;

/** Packs texts as gzip, fast rather than small; those that never change are packed once for several readers. */
export function packing(): (text: string, lasting?: string) => Promise<Buffer> {
  const kept = new Map<string, Buffer>();
  let bytes = 0;
  return async (text, lasting) => {
    const known = lasting === undefined ? undefined : kept.get(lasting);
    if (known) return known;
    const packed = await pack(text, { level: constants.Z_BEST_SPEED });
    if (lasting === undefined || kept.has(lasting)) return packed;
    kept.set(lasting, packed);
    bytes += packed.byteLength;
    for (const [name, { byteLength }] of kept) {
      if (bytes <= KEPT) break;
      kept.delete(name);
      bytes -= byteLength;
    }
    return packed;
  };
}

/** Whether an answer of this length goes packed to whoever accepts this. */
export const goesPacked = (text: string, accepted: string | string[] | undefined): boolean =>
  text.length >= SHORT && /\bgzip\b(?!\s*;\s*q=0(\.0*)?\s*(,|$))/i.test(String(accepted ?? ''));
