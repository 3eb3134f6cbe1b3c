/** One thing that can be answered with. */
export interface Offer {
  mediaType: string;
  /** Other media types under which it is asked for by name. */
  alike?: readonly string[];
  profile?: string;
}

interface Range {
  type: string;
  subtype: string;
  profile: string | undefined;
  quality: number;
}

/** An Accept header longer than this says nothing that a program means. */
const LONGEST_HEADER = 4_000;

/**
 * The offer an Accept header prefers (RFC 9110, section 12.5.1): each offer has the quality of the most specific range
 * that fits it, and of equals the first offered wins. Undefined where nothing offered is accepted. `profiles` (of an
 * Accept-Profile header or a query) narrows the choice to offers of such a profile, if there are any; a profile that
 * nothing offered keeps to is passed over.
 */
export function choose<T extends Offer>(accept: string | undefined, offers: readonly T[], profiles: readonly string[] = []): T | undefined {
  const known = new Set(offers.map(({ profile }) => profile));
  const ranges = parseAccept(accept?.trim() ? accept : '*/*').map((range) => (known.has(range.profile) ? range : { ...range, profile: undefined }));
  const exact = ranges.filter(({ subtype }) => subtype !== '*');
  const wanted = offers.filter(({ profile }) => profile !== undefined && profiles.includes(profile));
  let best: { offer: T; quality: number } | undefined;
  for (const offer of wanted.length > 0 ? wanted : offers) {
    const quality = Math.max(qualityOf(offer.mediaType, offer.profile, ranges), ...(offer.alike ?? []).map((mediaType) => qualityOf(mediaType, offer.profile, exact)));
    if (quality > (best?.quality ?? 0)) best = { offer, quality };
  }
  return best?.offer;
}

function qualityOf(mediaType: string, profile: string | undefined, ranges: Range[]): number {
  const [type = '', subtype = ''] = mediaType.toLowerCase().split('/');
  let specificity = 0;
  let quality = 0;
  for (const range of ranges) {
    const fits = range.type === '*' || (range.type === type && (range.subtype === '*' || range.subtype === subtype));
    if (!fits || (range.profile !== undefined && range.profile !== profile)) continue;
    const found = range.profile !== undefined ? 4 : range.type === '*' ? 1 : range.subtype === '*' ? 2 : 3;
    if (found < specificity || (found === specificity && range.quality <= quality)) continue;
    specificity = found;
    quality = range.quality;
  }
  return quality;
}

/** The ranges of an Accept header. Parts that are no media range are passed over. */
function parseAccept(accept: string): Range[] {
  return splitOutsideQuotes(accept.slice(0, LONGEST_HEADER), ',').flatMap((part): Range[] => {
    const [range = '', ...parameters] = splitOutsideQuotes(part, ';').map((it) => it.trim());
    const [, type, subtype] = /^([\w!#$&^.+*-]+)\/([\w!#$&^.+*-]+)$/.exec(range.toLowerCase()) ?? [];
    if (!type || !subtype) return [];
    const parameter = (name: string) => parameters.find((it) => it.toLowerCase().startsWith(`${name}=`))?.slice(name.length + 1);
    const quality = Number(parameter('q') ?? 1);
    return [{ type, subtype, profile: parameter('profile')?.replace(/^"|"$/g, ''), quality: Number.isFinite(quality) ? Math.min(1, Math.max(0, quality)) : 0 }];
  });
}

function splitOutsideQuotes(text: string, separator: string): string[] {
  const parts = [''];
  let quoted = false;
  for (const character of text) {
    if (character === '"') quoted = !quoted;
    if (character === separator && !quoted) parts.push('');
    else parts[parts.length - 1] += character;
  }
  return parts;
}

/** The profiles of an Accept-Profile header (`<https://…>; q=0.9, <https://…>`), most wanted first. */
export function acceptedProfiles(header: string | undefined): string[] {
  return [...(header ?? '').slice(0, LONGEST_HEADER).matchAll(/<([^<>\s]+)>(?:\s*;\s*q=([\d.]+))?/g)]
    .map(([, profile = '', quality = '1']) => ({ profile, quality: Number(quality) }))
    .filter(({ quality }) => quality > 0)
    .sort((a, b) => b.quality - a.quality)
    .map(({ profile }) => profile);
}
