/**
 * Pattern matching of GA4GH Passport 1.2 ("Pattern Matching"): the whole text, case by case; `?` is any single
 * character, `*` any run of characters, none included. Nothing escapes them. A character is a Unicode code point.
 * Takes at most pattern × text steps, whatever the pattern.
 */
export function matchesPattern(pattern: string, text: string): boolean {
  const wanted = [...pattern];
  const given = [...text];
  let at = 0;
  let here = 0;
  /** The last `*` and how much of the text it has taken. */
  let star = -1;
  let taken = 0;
  while (here < given.length) {
    if (wanted[at] === '*') {
      star = at++;
      taken = here;
    } else if (at < wanted.length && (wanted[at] === '?' || wanted[at] === given[here])) {
      at++;
      here++;
    } else if (star >= 0) {
      at = star + 1;
      here = ++taken;
    } else return false;
  }
  while (wanted[at] === '*') at++;
  return at === wanted.length;
}
