import type { Node } from './tree.ts';

/** The texts of a configuration's files by relative path; `main` is the path of the first. */
export function render(nodes: readonly Node[], main: string): Record<string, string> {
  const files: Record<string, string> = { [main]: '' };
  files[main] = lines(nodes, '', files);
  return files;
}

function lines(nodes: readonly Node[], indent: string, files: Record<string, string>): string {
  return nodes
    .map((node) => {
      if (node.kind === 'include') {
        for (const file of node.files) files[file.path] = lines(file.body, '', files);
        return `${indent}include ${node.pattern};\n`;
      }
      const words = node.args.map((arg) => (node.name === 'if' ? arg : quoted(arg)));
      const head = [indent + quoted(node.name), ...words].join(' ');
      if (node.body === undefined) return `${head};\n`;
      return `${head} {\n${lines(node.body, `${indent}  `, files)}${indent}}\n`;
    })
    .join('');
}

/** A word in the quotes that it needs, if any. Which of the two kinds is left to the text, so both occur. */
export function quoted(text: string): string {
  if (/^[^\s;{}"'\\#$]+$/.test(text) || /^[\w$/.:@=~^*+?!-]*$/.test(text.replace(/\$\{\w+\}/g, '')))
    return text === '' ? '""' : text;
  const quote = text.length % 2 === 0 ? '"' : "'";
  // `\x` keeps its backslash unless x is a quote, a backslash or one of t, r, n (ngx_conf_read_token).
  const escaped = text.replace(/\\(?=["'\\trn])/g, '\\\\').replaceAll(quote, `\\${quote}`);
  return quote + escaped + quote;
}
