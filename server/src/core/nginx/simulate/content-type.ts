import type { Transaction } from './transaction.ts';

/** What nginx knows of itself where no `types` block is in force. */
const BUILT_IN: Readonly<Record<string, string>> = { html: 'text/html', gif: 'image/gif', jpg: 'image/jpeg' };

/** ngx_http_set_content_type: by the path's extension, else the default type. */
export function contentTypeOf(t: Transaction): string | undefined {
  const { config, level, path } = t;
  // What a service sent along with X-Accel-Redirect stays.
  if (t.contentType !== '') return t.contentType;
  // ngx_http_set_exten: a name that is nothing but an extension has none.
  const extension = /[^/]\.([^./]*)$/.exec(path)?.[1]?.toLowerCase();
  const blocks = config.inherited(level, 'types');
  if (extension !== undefined && extension !== '') {
    if (blocks.length === 0 && BUILT_IN[extension] !== undefined) return BUILT_IN[extension];
    const lines = blocks.flatMap((block) => config.bodyOf(block));
    // A file of types that was not found may know it.
    if (lines.some((line) => line.name === 'include')) return undefined;
    const line = lines.findLast((each) => each.args.some((arg) => arg.toLowerCase() === extension));
    if (line !== undefined) return line.name;
  }
  return config.setting(level, 'default_type')?.[0] ?? 'text/plain';
}
