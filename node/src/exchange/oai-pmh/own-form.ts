/**
 * The form in which nodes of this software hand descriptions to each other whole: one element that holds a description
 * as JSON, as docs/guide/describe.md tells it field by field. A form that says anything else gets another namespace, so
 * that a reader who does not know it takes DCAT.
 */
export const OWN_FORM = { prefix: 'biotope', namespace: 'https://w3id.org/biotope/description/1', element: 'description', schemaPath: '/oai/description.xsd' } as const;

/** XML Schema of that element, which OAI-PMH 2.0 §2.2 demands of every form. */
export const OWN_FORM_SCHEMA = `<?xml version="1.0" encoding="UTF-8"?>
<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" targetNamespace="${OWN_FORM.namespace}" elementFormDefault="qualified">
  <xs:element name="${OWN_FORM.element}" type="xs:string">
    <xs:annotation>
      <xs:documentation xml:lang="en">The description of one resource, as JSON.</xs:documentation>
      <xs:documentation xml:lang="zh">一个资源的描述，JSON 格式。</xs:documentation>
    </xs:annotation>
  </xs:element>
</xs:schema>
`;
