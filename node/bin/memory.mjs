/**
 * How Node.js is told to keep a serving node small: without a bound its heap grows with the machine's memory, not with
 * its work. The room for what is young is Node's usual one: with less a harvest spends a fifth of its time on moving
 * records out of it. Whoever sets a bound of their own in NODE_OPTIONS is left alone.
 */
export const memoryFlags = /max-old-space-size/.test(process.env.NODE_OPTIONS ?? '') ? [] : ['--max-old-space-size=512', '--max-semi-space-size=16'];
