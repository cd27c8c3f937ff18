import { limitedItems } from './limit-except.ts';
import type { PhaseEnd } from './phases.ts';
import { either, type Sim } from './questions.ts';
import { staticContent } from './static-content.ts';
import type { Reply, Transaction } from './transaction.ts';

/** Modules whose handler answers by itself, with one status for GET and HEAD. */
const SIMPLE: Readonly<Record<string, Pick<Reply, 'contentType' | 'file'>>> = {
  // As old as the module says.
  empty_gif: { contentType: 'image/gif', file: { modified: 23_349_600_000 } },
  stub_status: { contentType: 'text/plain' },
};
/** Handlers that are programs: nothing is known of what they send. */
const PROGRAMS =
  /^(content_by_lua(_block|_file)?|js_content|perl|echo\w*|passenger_enabled|mp4|flv|hls|image_filter|xslt_stylesheet|vts_\w+|vhost_traffic_status_display|nchan_\w+|push_stream_\w+|upload_pass|dav_methods|rds_json|set_by_lua\w*|rewrite_by_lua\w*|access_by_lua\w*|auth_jwt|auth_digest|auth_ldap|auth_pam)$/;

/** The content phase of a location that asks no service. */
export function* content(t: Transaction): Sim<PhaseEnd> {
  const { config, level } = t;
  // A true `if` keeps its location's handler; a `limit_except` that holds does not.
  const owner = level.kind === 'if' ? (level.parent ?? level) : level;
  if (limitedItems(t) === undefined) {
    for (const [name, reply] of Object.entries(SIMPLE)) {
      if (config.own(owner, name).length === 0) continue;
      if (t.method !== 'GET' && t.method !== 'HEAD') return { kind: 'status', status: 405 };
      return { kind: 'reply', status: 200, ...reply };
    }
    const program = owner.items.find((item) => PROGRAMS.test(item.name));
    if (program !== undefined) {
      yield* either(`what ${program.name} answers`);
      const unknown = { status: undefined, headers: undefined };
      return { kind: 'reply', status: undefined, contentType: undefined, upstream: unknown };
    }
  }
  return yield* staticContent(t);
}
