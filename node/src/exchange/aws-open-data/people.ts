import { z } from 'zod';
import type { DescriptionInput } from '../../catalogue/index.ts';
import { addressesIn, clip, isAddress, withoutLinks } from '../text.ts';

const MOST_CONTACTS = 5;
const Email = z.email();
const EMAIL = /[A-Za-z0-9._%+-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+/g;

/** Who keeps a dataset: a name, often with its address as a Markdown link or in brackets. */
export function providerOf(text: string | undefined): DescriptionInput['provider'] {
  if (!text) return undefined;
  const addresses = addressesIn(text);
  const name = withoutLinks(text)
    .replace(/\(?https?:\/\/\S+?\)?(?=\s|$)/g, '')
    .replace(/\s+/g, ' ')
    .trim();
  return { name: { en: clip(name || text, 500) }, url: addresses.length === 1 ? addresses[0] : undefined };
}

/** Every mail and web address a text holds; where it holds none, the text itself. */
export function contactsOf(text: string | undefined): DescriptionInput['contacts'] {
  if (!text) return [];
  const emails = [...new Set(text.match(EMAIL))].filter((email) => Email.safeParse(email).success).map((email) => ({ email }));
  const pages = addressesIn(text)
    .filter(isAddress)
    .map((url) => ({ url }));
  const found = [...emails, ...pages].slice(0, MOST_CONTACTS);
  return found.length > 0 ? found : [{ name: clip(withoutLinks(text).replace(/<[^>]+>/g, ' '), 500) }];
}
