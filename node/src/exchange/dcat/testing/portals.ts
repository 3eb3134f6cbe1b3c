/** Catalogues as portals of different make give them out; written for the tests. */

/** In the manner of an aggregator of public data: many languages, machine translation, authority tables, shared agents. */
export const AGGREGATOR = `
@prefix dcat: <http://www.w3.org/ns/dcat#> . @prefix dct: <http://purl.org/dc/terms/> . @prefix foaf: <http://xmlns.com/foaf/0.1/> .
@prefix vcard: <http://www.w3.org/2006/vcard/ns#> . @prefix adms: <http://www.w3.org/ns/adms#> . @prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix spdx: <http://spdx.org/rdf/terms#> . @prefix xsd: <http://www.w3.org/2001/XMLSchema#> . @prefix locn: <http://www.w3.org/ns/locn#> .

<https://aggregator.example/catalogue/health> a dcat:Catalog ;
  dct:title "Gesundheitsdaten"@de ; dcat:dataset <https://aggregator.example/set/registry-of-births> , <https://aggregator.example/set/hospital-beds> ;
  dcat:record <https://aggregator.example/record/1> .
<https://aggregator.example/record/1> a dcat:CatalogRecord ; foaf:primaryTopic <https://aggregator.example/set/registry-of-births> ; dct:modified "2024-01-01"^^xsd:date .

<https://aggregator.example/set/registry-of-births> a dcat:Dataset ;
  dct:title "Geburtenregister"@de , "Registry of births"@en-t-de-t0-mtec , "Registre des naissances"@fr-t-de-t0-mtec , "出生登记"@zh-hans ;
  dct:description "Alle Geburten seit 1990."@de , "All births since 1990."@en ;
  dct:identifier "https://doi.org/10.5555/BIRTHS" , "local-17" ;
  adms:identifier [ a adms:Identifier ; skos:notation "fairsharing:abc123" ; adms:schemaAgency "FAIRsharing" ] ;
  dcat:theme <http://publications.europa.eu/resource/authority/data-theme/HEAL> , <http://edamontology.org/topic_3305> ;
  dcat:keyword "Geburt"@de , "birth"@en , "naissance"@fr ;
  dct:publisher <https://aggregator.example/agent/7> ;
  dcat:contactPoint [ a vcard:Organization ; vcard:fn "Data office" ; vcard:hasEmail <mailto:data%40office@broken> ; vcard:hasURL <https://office.example/contact> ] ;
  dct:accessRights <http://publications.europa.eu/resource/authority/access-right/NON_PUBLIC> ;
  dct:issued "1990-01-01+01:00"^^xsd:date ; dct:modified "12.03.2024" ;
  dcat:landingPage <https://office.example/births> ; foaf:page <https://office.example/births/handbook> ;
  dct:spatial [ locn:geometry "{\\"type\\":\\"Point\\"}" ] ;
  dct:isPartOf <https://aggregator.example/set/vital-statistics> ;
  dcat:distribution <https://aggregator.example/distribution/1> , [ a dcat:Distribution ; dct:title "Nothing to fetch" ] .
<https://aggregator.example/distribution/1> a dcat:Distribution ;
  dct:title "CSV-Datei"@de , "CSV file"@en ; dcat:accessURL <https://office.example/births/csv> ; dcat:downloadURL <https://office.example/births.csv> ;
  dct:format <http://publications.europa.eu/resource/authority/file-type/CSV> ; dcat:mediaType <https://www.iana.org/assignments/media-types/text/csv> ;
  dcat:byteSize "20480.0"^^xsd:decimal ; dct:license <http://publications.europa.eu/resource/authority/licence/CC_BY_4_0> ;
  spdx:checksum [ spdx:algorithm spdx:checksumAlgorithm_sha1 ; spdx:checksumValue "0123456789abcdef0123456789abcdef01234567" ] .
<https://aggregator.example/agent/7> a foaf:Agent ; foaf:name "Statistikamt"@de , "Statistics office"@en ; foaf:homepage <https://office.example/> .

<https://aggregator.example/set/hospital-beds> a dcat:Dataset ; dct:title "Hospital beds" ; dcat:distribution <https://aggregator.example/distribution/1> .
`;

/** In the manner of a CKAN export: JSON-LD with short keys and contexts at the end, pages, blank nodes for agents, text where addresses would be better. */
export const ckan = (base: string): Record<string, string> => ({
  '/catalog.jsonld': JSON.stringify({
    '@graph': [
      { '@id': `${base}/`, '@type': 'dcat:Catalog', 'dct:title': 'Open data', 'dcat:dataset': [{ '@id': `${base}/dataset/1` }] },
      { '@id': `${base}/catalog.jsonld?page=1`, '@type': 'hydra:PagedCollection', 'hydra:nextPage': `${base}/catalog.jsonld?page=2`, 'hydra:totalItems': 2 },
      {
        '@id': `${base}/dataset/1`,
        '@type': 'dcat:Dataset',
        'dct:title': 'River quality',
        'dct:description': '<p>Measured daily</p>',
        'dct:identifier': '5f1c2d3e-uuid',
        'dcat:keyword': ['river', 'water quality'],
        'dct:publisher': { '@id': `${base}/organization/9` },
        'dct:issued': { '@value': '2021-03-04T05:06:07.891234', '@type': 'xsd:dateTime' },
        'dct:license': 'Creative Commons Attribution 4.0',
        'dcat:contactPoint': { '@type': 'vcard:Kind', 'vcard:fn': 'Ann', 'vcard:hasEmail': { 'vcard:hasValue': { '@id': 'mailto:ann@rivers.example' } } },
        'dcat:distribution': {
          '@id': `${base}/dataset/1/resource/a`,
          '@type': 'dcat:Distribution',
          'dcat:accessURL': { '@id': 'https://rivers.example/a.zip' },
          'dct:format': 'ZIP',
          'dcat:byteSize': 17,
        },
      },
      { '@id': `${base}/organization/9`, '@type': 'foaf:Agent', 'foaf:name': 'Water board' },
    ],
    '@context': {
      dcat: 'http://www.w3.org/ns/dcat#',
      dct: 'http://purl.org/dc/terms/',
      foaf: 'http://xmlns.com/foaf/0.1/',
      hydra: 'http://www.w3.org/ns/hydra/core#',
      vcard: 'http://www.w3.org/2006/vcard/ns#',
      xsd: 'http://www.w3.org/2001/XMLSchema#',
    },
  }),
  '/catalog.jsonld?page=2': JSON.stringify({
    '@context': { dcat: 'http://www.w3.org/ns/dcat#', dct: 'http://purl.org/dc/terms/', hydra: 'http://www.w3.org/ns/hydra/core#' },
    '@graph': [
      { '@id': `${base}/dataset/2`, '@type': 'dcat:Dataset', 'dct:title': { '@value': '河流', '@language': 'zh' }, 'dct:rights': 'Only with a contract' },
      { '@id': `${base}/catalog.jsonld?page=2`, 'hydra:previousPage': `${base}/catalog.jsonld?page=1` },
    ],
  }),
});

/** In the manner of a portal of tables: RDF/XML, everything nested in one catalogue, plain text for most. */
export const TABLES = `<?xml version="1.0" encoding="UTF-8"?>
<!-- made by a portal -->
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:dcat="http://www.w3.org/ns/dcat#" xmlns:dct="http://purl.org/dc/terms/" xmlns:foaf="http://xmlns.com/foaf/0.1/" xml:base="https://tables.example/">
  <dcat:Catalog rdf:about="">
    <dct:title>Tables</dct:title>
    <dcat:dataset>
      <dcat:Dataset rdf:about="d/abcd-1234">
        <dct:title>Vaccinations by week</dct:title>
        <dct:description>Doses given, by week &amp; district.</dct:description>
        <dct:identifier>https://tables.example/api/views/abcd-1234</dct:identifier>
        <dcat:keyword>vaccination</dcat:keyword>
        <dct:accessLevel>public</dct:accessLevel>
        <dct:accessRights>public</dct:accessRights>
        <dct:license rdf:resource="http://www.opendatacommons.org/licenses/odbl/1.0/"/>
        <dct:publisher><foaf:Organization><foaf:name>City of Examples</foaf:name></foaf:Organization></dct:publisher>
        <dcat:distribution>
          <dcat:Distribution>
            <dcat:downloadURL rdf:resource="api/views/abcd-1234/rows.csv?accessType=DOWNLOAD"/>
            <dcat:mediaType>text/csv</dcat:mediaType>
          </dcat:Distribution>
        </dcat:distribution>
      </dcat:Dataset>
    </dcat:dataset>
    <dcat:service>
      <dcat:DataService rdf:about="service">
        <dct:title>Query service</dct:title>
        <dcat:endpointURL rdf:resource="https://tables.example/api"/>
        <dcat:servesDataset rdf:resource="d/abcd-1234"/>
      </dcat:DataService>
    </dcat:service>
  </dcat:Catalog>
</rdf:RDF>
`;

const PREFIXES = `@prefix dcat: <http://www.w3.org/ns/dcat#> . @prefix dct: <http://purl.org/dc/terms/> . @prefix ldp: <http://www.w3.org/ns/ldp#> .
@prefix fdp: <https://w3id.org/fdp/fdp-o#> . @prefix foaf: <http://xmlns.com/foaf/0.1/> . @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
`;

/** A FAIR Data Point: each thing a document of its own, containers that lead down, and circles that lead back up. */
export const fairDataPoint = (base: string): Record<string, string> => ({
  '/fdp': `${PREFIXES}<${base}/fdp> a fdp:FAIRDataPoint, fdp:MetadataService, dcat:Resource, dcat:DataService ; dct:title "A point" ; fdp:metadataCatalog <${base}/fdp/catalog/c> .
    <${base}/fdp/catalog/> a ldp:DirectContainer ; ldp:contains <${base}/fdp/catalog/c> .`,
  '/fdp/catalog/c': `${PREFIXES}<${base}/fdp/catalog/c> a dcat:Catalog, dcat:Resource ; dct:title "A catalogue" ; dct:isPartOf <${base}/fdp> ;
    dcat:dataset <${base}/fdp/dataset/1>, <${base}/fdp/dataset/2>, <${base}/fdp/dataset/gone>, <https://elsewhere.example/set> .
    <${base}/fdp/dataset/1> a dcat:Dataset ; dct:title "Named here, described there" .
    <${base}/fdp/dataset/> a ldp:DirectContainer ; ldp:contains <${base}/fdp/dataset/1>, <${base}/fdp/dataset/2> .`,
  '/fdp/dataset/1': `${PREFIXES}<${base}/fdp/dataset/1> a dcat:Dataset, dcat:Resource ; dct:title "Cohort"@en ; dct:isPartOf <${base}/fdp/catalog/c> ;
    dct:license <https://creativecommons.org/licenses/by/4.0/> ; dcat:distribution <${base}/fdp/distribution/1> ; rdfs:seeAlso <${base}/fdp> .
    <${base}/fdp/distribution/> a ldp:DirectContainer ; ldp:contains <${base}/fdp/distribution/1> .`,
  '/fdp/dataset/2': `${PREFIXES}<${base}/fdp/dataset/2> a dcat:Dataset ; dct:title "Second"@en ; dcat:dataset <${base}/fdp/dataset/1> .`,
  '/fdp/distribution/1': `${PREFIXES}<${base}/fdp/distribution/1> a dcat:Distribution ; dct:title "File" ; dct:isPartOf <${base}/fdp/dataset/1> ; dcat:downloadURL <https://files.example/cohort.csv> ; dcat:mediaType "text/csv" .`,
});
