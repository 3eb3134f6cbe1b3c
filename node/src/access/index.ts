export { audienceOf, decide, demand, type Action, type Audience, type Decision } from './decide.ts';
