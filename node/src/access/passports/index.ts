export { grantsShown, type ShownGrants } from './grants-shown.ts';
export { openPassports, type Passports } from './open-passports.ts';
export { passportRoutes } from './routes/index.ts';
export { PassportSettings } from './trusted-issuer.ts';
