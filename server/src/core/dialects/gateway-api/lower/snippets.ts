import type { HeaderOp } from '../../../model/header-op.ts';
import { placeKey } from '../../../model/place.ts';
import type { Cut, Level } from '../../../model/scope.ts';
import { GeneratedNginx } from '../../../nginx/embedded/generated.ts';
import type { KubernetesObject } from '../../../syntax/kubernetes/objects.ts';
import type { YamlNode } from '../../../syntax/yaml/node.ts';
import { foreignPlaces } from '../../../nginx/embedded/foreign-statements.ts';
import { snippetsAround, type Snippet } from '../read/snippets.ts';
import { NGINX, type GatewayWorld } from '../read/world.ts';
import type { Attachment } from './attach.ts';
import { isAboutHeaders } from './gateway-policies.ts';

interface Given {
  readonly route: KubernetesObject;
  readonly rule: YamlNode | undefined;
  readonly attachment: Attachment | undefined;
  readonly world: GatewayWorld;
  readonly path: readonly [Level, ...Level[]];
  /** The instructions of the rule's own filters. */
  readonly ops: readonly HeaderOp[];
}

/** What nginx makes of the snippets around a rule together with the rule's own modifier. */
export interface ThroughNginx {
  readonly ops: readonly HeaderOp[];
  readonly cut?: Cut | undefined;
  /** False where an `add_header` of the rule's own would cut off those of outer snippets. */
  readonly takesOwn: boolean;
  readonly whole: boolean;
}

const SNIPPETS = ['SnippetsFilter', 'SnippetsPolicy'];

/** `undefined` where no snippet touches headers. */
export function throughNginx(given: Given): ThroughNginx | undefined {
  const { route, rule, attachment, world, path, ops } = given;
  if (attachment === undefined) return undefined;
  // Nearly no folder has any.
  if (SNIPPETS.every((kind) => world.ofKind(NGINX, kind).length === 0)) return undefined;
  const snippets = snippetsAround(route, rule, attachment, world);
  if (!snippets.some(({ nginx }) => isAboutHeaders(nginx.scalar.text))) return undefined;
  // What already cannot be told stays so.
  const opaque = ops.filter(({ kind }) => kind === 'unknown');
  const config = generated(path, ops, snippets, route).finish({ foreignModules: true });
  const found = config
    .scopes({ nginx: {} })
    .find(({ isGenerated, source }) => isGenerated && source === 'location');
  if (found === undefined) return undefined;
  const foreign = foreignPlaces(snippets.map(({ nginx }) => nginx));
  const { scope, addHeaderLevels } = found;
  return {
    ops: [...opaque, ...scope.ops.filter(({ statement }) => !foreign.has(placeKey(statement)))],
    cut: scope.cut,
    takesOwn: addHeaderLevels.some(({ source }) => source === 'location'),
    whole: scope.whole,
  };
}

/** As the controller's templates write it: snippets where their context says, the modifier's lines in the location. */
function generated(
  [level]: readonly [Level, ...Level[]],
  ops: readonly HeaderOp[],
  snippets: readonly Snippet[],
  { nameAt: at }: KubernetesObject,
): GeneratedNginx<'server' | 'location'> {
  const text = new GeneratedNginx<'server' | 'location'>(`${placeKey(level.at)}#fabric`);
  const include = (context: Snippet['context']): void => {
    for (const each of snippets) if (each.context === context) text.snippet(each.nginx);
  };
  include('http');
  text.open('server', [], { at, source: 'server' });
  include('http.server');
  text.open('location', ['/'], { at: level.at, id: level.id, label: level.label, source: 'location' });
  for (const op of ops) writeOp(text, op);
  text.line('proxy_pass', ['http://backend'], { at: level.at });
  include('http.server.location');
  text.close();
  text.close();
  return text;
}

const HOLE = /\{\{.*?\}\}|\$/gs;

function writeOp(text: GeneratedNginx<unknown>, op: HeaderOp): void {
  const { kind, spelling, value, statement, nameAt, edits } = op;
  if (kind === 'unknown') return;
  if (kind !== 'append') text.line('proxy_hide_header', [spelling], { at: statement, nameAt });
  if (kind === 'remove') return;
  const written = value.kind === 'literal' ? value.text : value.template;
  text.line('add_header', [spelling, written.replace(HOLE, '${gateway_lint_hole}'), 'always'], {
    at: statement,
    nameAt,
    valueAt: value.at,
    edits,
  });
}
