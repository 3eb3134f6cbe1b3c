import { checkedDescription, DescriptionFields, type DescriptionInput } from '../../../catalogue/index.ts';
import { withoutFlaws } from '../../dcat/read-description.ts';

const KNOWN = Object.keys(DescriptionFields.shape);

/**
 * A description another node handed out, without what does not hold, each told. Fields a newer node may have and this one
 * does not know are passed over.
 * @returns the flaws of what cannot be done without, where there are any.
 */
export function readOwnForm(given: unknown, tell: (field: string, reason: string) => void): { description: DescriptionInput } | { field: string; reason: string } {
  if (typeof given !== 'object' || given === null || Array.isArray(given)) return { field: '', reason: 'is no description: not a JSON object' };
  const known = Object.fromEntries(KNOWN.flatMap((field) => (field in given ? [[field, given[field as keyof typeof given]]] : []))) as unknown as DescriptionInput;
  const description = withoutFlaws(known, tell);
  const checked = checkedDescription(description);
  if (!('flaws' in checked)) return { description };
  const [flaw] = checked.flaws;
  return { field: flaw?.pointer.slice(1).replaceAll('/', '.') ?? '', reason: flaw?.reason ?? 'does not hold' };
}
