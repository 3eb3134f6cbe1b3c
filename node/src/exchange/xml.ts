// oxlint-disable-next-line no-control-regex -- the characters that XML 1.0 cannot hold, and those it has a meaning for
const SPECIAL = /[&<>"\u0000-\u0008\u000B\u000C\u000D\u000E-\u001F\uFFFE\uFFFF]/;
// oxlint-disable-next-line no-control-regex -- the same, every one of them
const EVERY_SPECIAL = /[&<>"\u0000-\u0008\u000B\u000C\u000D\u000E-\u001F\uFFFE\uFFFF]/g;

// oxlint-disable-next-line no-control-regex -- the same without the quotation mark, which has no meaning between tags
const SPECIAL_BETWEEN_TAGS = /[&<>\u0000-\u0008\u000B\u000C\u000D\u000E-\u001F\uFFFE\uFFFF]/;

const REPLACEMENTS: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', '\r': '&#13;' };

/**
 * A text as the content of an XML element or of an attribute in double quotes (XML 1.0 §2.2, §2.4). Characters that no
 * XML document can hold are left out.
 */
export function xmlText(text: string): string {
  const wellFormed = text.isWellFormed() ? text : text.toWellFormed();
  return SPECIAL.test(wellFormed) ? wellFormed.replace(EVERY_SPECIAL, (character) => REPLACEMENTS[character] ?? '') : wellFormed;
}

/** A text between tags alone, its quotation marks as they are. */
export const xmlContent = (text: string): string => (SPECIAL_BETWEEN_TAGS.test(text) || !text.isWellFormed() ? xmlText(text).replaceAll('&quot;', '"') : text);
