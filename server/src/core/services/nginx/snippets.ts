import type { DirectiveFacts } from './facts.ts';

/** Directives that are mostly written in one way; `server {` is the block of that name, `server` the upstream's line. */
const known: ReadonlyMap<string, string> = new Map([
  ['add_header', 'add_header ${1:name} ${2:value} always;'],
  ['more_set_headers', 'more_set_headers "${1:name}: ${2:value}";'],
  ['more_clear_headers', 'more_clear_headers "${1:name}";'],
  ['proxy_set_header', 'proxy_set_header ${1:name} ${2:value};'],
  ['proxy_pass', 'proxy_pass ${1:http://127.0.0.1:8080};'],
  ['fastcgi_pass', 'fastcgi_pass ${1:unix:/run/php/php-fpm.sock};'],
  ['return', 'return ${1:301} ${2:https://\\$host\\$request_uri};'],
  ['rewrite', 'rewrite ${1:^/old(.*)\\$} ${2:/new\\$1} ${3|last,break,redirect,permanent|};'],
  ['try_files', 'try_files \\$uri \\$uri/ ${1:=404};'],
  ['error_page', 'error_page ${1:404} ${2:/404.html};'],
  ['include', 'include ${1:conf.d/*.conf};'],
  ['server', 'server ${1:127.0.0.1:8080};'],
  ['server {', 'server {\n\tlisten ${1:80};\n\tserver_name ${2:example.com};\n\t$0\n}'],
  ['location {', 'location ${1:/} {\n\t$0\n}'],
  ['if {', 'if (${1:condition}) {\n\t$0\n}'],
  ['limit_except {', 'limit_except ${1:GET} {\n\t${2:deny all;}\n}'],
  ['upstream {', 'upstream ${1:backend} {\n\tserver ${2:127.0.0.1:8080};\n}'],
  ['map {', 'map ${1:\\$http_upgrade} ${2:\\$connection_upgrade} {\n\tdefault ${3:upgrade};\n\t$0\n}'],
  ['geo {', 'geo ${1:\\$variable} {\n\tdefault ${2:0};\n\t$0\n}'],
  ['types {', 'types {\n\t${1:text/html} ${2:html};\n}'],
]);

/** The whole statement with placeholders for what a person must say. */
export function directiveSnippet({ name, variant, manual }: DirectiveFacts): string {
  const { block, flag, min, max } = variant;
  const written = known.get(block ? `${name} {` : name);
  if (written !== undefined) return written;
  if (block) return `${name}${min === 0 ? '' : ' ${1:name}'} {\n\t$0\n}`;
  if (flag) return `${name} \${1|on,off|};`;
  if (max === 0) return `${name};`;
  return `${name} ${placeholder(manual?.default ? [manual.default] : [])};`;
}

/** A choice between the values, or a name for the value where there is none to choose. */
export function placeholder(values: readonly string[]): string {
  if (values.length === 0) return '${1:value}';
  if (values.length === 1) return `\${1:${escapeSnippet(values[0] ?? '')}}`;
  // Inside a choice a comma and a bar are syntax too.
  return `\${1|${values.map((value) => value.replace(/[\\,|$}]/g, '\\$&')).join(',')}|}`;
}

/** Inside a placeholder `$`, `}` and `\` are syntax (LSP, Snippet Syntax). */
function escapeSnippet(text: string): string {
  return text.replace(/[\\$}]/g, '\\$&');
}
