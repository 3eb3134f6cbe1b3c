const WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
const CHECK_DIGITS = '10X98765432';

/** The check digit of the first 17 digits of a Chinese citizen identity number (GB 11643-1999, ISO 7064 MOD 11-2). */
export function checkDigit(digits: string): string {
  const sum = WEIGHTS.reduce((total, weight, place) => total + weight * (digits.charCodeAt(place) - 48), 0);
  return CHECK_DIGITS[sum % 11] ?? '';
}

/** Whether 18 characters are a Chinese citizen identity number: a region, a day that exists, and the right check digit. */
export function isIdentityNumber(text: string): boolean {
  return /^[1-9]\d{16}[\dXx]$/.test(text) && isDay(text.slice(6, 14)) && checkDigit(text) === text[17]?.toUpperCase();
}

/** `19800229`: whether there is such a day, in the years of people alive. */
function isDay(digits: string): boolean {
  const [year, month, day] = [Number(digits.slice(0, 4)), Number(digits.slice(4, 6)), Number(digits.slice(6, 8))];
  const at = new Date(Date.UTC(year, month - 1, day));
  return year >= 1900 && year < 2100 && at.getUTCMonth() === month - 1 && at.getUTCDate() === day;
}
