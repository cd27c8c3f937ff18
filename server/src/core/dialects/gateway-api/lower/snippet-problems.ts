import type { DialectSettings, Unit } from '../../../model/dialect.ts';
import type { Finding } from '../../../model/finding.ts';
import type { Unread } from '../../../model/scope.ts';
import { GeneratedNginx } from '../../../nginx/embedded/generated.ts';
import type { KubernetesObject } from '../../../syntax/kubernetes/objects.ts';
import type { YamlFile } from '../../../syntax/yaml/parse.ts';
import { foreignStatements } from '../../../nginx/embedded/foreign-statements.ts';
import { snippetsOf } from '../read/snippets.ts';
import { gatherWorld, NGINX, type GatewayWorld } from '../read/world.ts';

/** What is wrong with the snippets as nginx's text, each judged where its context puts it. */
export function snippetProblems({ files }: Unit<YamlFile>, settings: DialectSettings): readonly Finding[] {
  return holders(gatherWorld(files)).flatMap((object) => {
    const snippets = snippetsOf(object);
    if (snippets.length === 0) return [];
    const { nameAt: at } = object;
    const text = new GeneratedNginx<undefined>(`${at.uri}#snippets=${at.start}`);
    const include = (context: string): void => {
      for (const each of snippets) if (each.context === context) text.snippet(each.nginx);
    };
    include('http');
    text.open('server', [], { at, source: undefined });
    include('http.server');
    text.open('location', ['/'], { at, source: undefined });
    include('http.server.location');
    return text.finish({ foreignModules: true }).problems(settings);
  });
}

/** Statements of modules that are not there. */
export function foreignUnread(world: GatewayWorld): readonly Unread[] {
  return holders(world).flatMap((object) =>
    foreignStatements(
      snippetsOf(object).map(({ nginx }) => nginx),
      'NGINX Gateway Fabric',
    ),
  );
}

function holders(world: GatewayWorld): readonly KubernetesObject[] {
  return ['SnippetsFilter', 'SnippetsPolicy'].flatMap((kind) => world.ofKind(NGINX, kind));
}
