/** Conditions of access, certificates, the answer to “may I?”. */
export const stewardship = {};
