/** A Mapping with these lines in its spec. */
export function mapping(lines = '', version = 'v3alpha1', name = 'web'): string {
  const more = lines === '' ? '' : `${lines.trim().replace(/^/gm, '  ')}\n`;
  return `---
apiVersion: getambassador.io/${version}
kind: Mapping
metadata: {name: ${name}}
spec:
  hostname: web.example
  prefix: /
  service: web:80
${more}`;
}

/** The Module of all Mappings, with these defaults for them. */
export function moduleWith(httpmapping: string): string {
  return `---
apiVersion: getambassador.io/v3alpha1
kind: Module
metadata: {name: ambassador}
spec: {config: {defaults: {httpmapping: ${httpmapping}}}}
`;
}
