import { ZxcvbnFactory } from '@zxcvbn-ts/core';
import { adjacencyGraphs, dictionary } from '@zxcvbn-ts/language-common';

/** Length is what makes a password hard to guess; no mixture of characters is asked for (OWASP ASVS 5, 6.2). */
export const SHORTEST_PASSWORD = 12;
export const LONGEST_PASSWORD = 200;
/** The highest of zxcvbn's scores: at least 10¹⁰ guesses for somebody who knows which passwords people choose. */
const LEAST_SCORE = 4;
/** Words of this place, which whoever guesses tries first. */
const OWN_WORDS = ['biotope', 'shengjing', '生境', 'administrator', 'catalogue'];

/** Why a password will not do; undefined where it will. */
export type PasswordFlaw = 'short' | 'long' | 'common' | 'login';

let estimator: ZxcvbnFactory | undefined;

/** Judges a password by its length, and by how soon those would come to it who try what was leaked and what people commonly do (zxcvbn). */
export function flawOfPassword(password: string, login: string): PasswordFlaw | undefined {
  const length = [...password].length;
  if (length < SHORTEST_PASSWORD) return 'short';
  if (length > LONGEST_PASSWORD) return 'long';
  if (login.length >= 3 && password.toLowerCase().includes(login.toLowerCase()) && length - login.length < SHORTEST_PASSWORD) return 'login';
  // Its word lists take some ten megabytes: they are read when the first password is chosen.
  estimator ??= new ZxcvbnFactory({ dictionary, graphs: adjacencyGraphs });
  return estimator.check(password, [login, ...OWN_WORDS]).score < LEAST_SCORE ? 'common' : undefined;
}
