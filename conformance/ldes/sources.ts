/** The client that RDF-Connect publishes on npm; its authors know nothing of this software. */
export const CLIENT = {
  name: 'ldes-client',
  version: '0.3.0',
  integrity: 'sha512-zP+1czs9cZWutq0Ol4w7pf7eK4Ug7pZTZhqrVnMiJvwvoj82TCRSVLw4FGbpITHWOx+ZHxye3liXwQ7jYPkU7w==',
} as const;
