import type { HeaderOp } from '../../../model/header-op.ts';
import type { KubernetesObject } from '../../../syntax/kubernetes/objects.ts';
import { at, textOf, type YamlScalar } from '../../../syntax/yaml/node.ts';
import { listedOps, namedHides, namesIn } from '../lower/listed-headers.ts';
import { lineOf } from '../lower/policy-headers.ts';
import { isOn } from '../read/ingress.ts';
import type { ControllerWorld } from '../read/world.ts';
import { writeInherit } from './common.ts';
import type { Writer } from './writer.ts';

/** What annotations, and the ConfigMap where they are silent, write for the server of an Ingress. */
export function writeServerHeaders(
  writer: Writer,
  master: KubernetesObject,
  { configuration }: ControllerWorld,
  hasTls: boolean,
): void {
  const { document, nameAt: place } = master;
  const data = configuration && at(configuration.node, 'data');
  const hide = scalarAt(master, 'nginx.org/proxy-hide-headers');
  const general = at(data, 'proxy-hide-headers');
  if (hide !== undefined) writer.hides(namedHides(document, hide));
  else if (configuration !== undefined && general?.kind === 'scalar') {
    writer.hides(namedHides(configuration.document, general));
  }
  const passed =
    master.annotations.get('nginx.org/proxy-pass-headers')?.text ?? textOf(at(data, 'proxy-pass-headers'));
  for (const name of namesIn(passed)) writer.line('proxy_pass_header', [name], place);
  writer.headers(addHeaderAt(master));
  const inherit = 'nginx.org/add-header-inherit';
  writeInherit(
    writer,
    master.annotations.get(inherit)?.text ?? textOf(at(data, 'add-header-inherit')),
    place,
  );
  writeHsts(writer, master, textOf(at(data, 'hsts')), hasTls);
}

/** `nginx.org/hsts` writes an `add_header` of its own, where there is a certificate or a proxy before it. */
function writeHsts(
  writer: Writer,
  master: KubernetesObject,
  general: string | undefined,
  hasTls: boolean,
): void {
  const written = scalarAt(master, 'nginx.org/hsts');
  const isSet =
    written === undefined ? /^(?:1|t|true)$/i.test(general ?? '') : isOn(master, 'nginx.org/hsts');
  const isBehind = isOn(master, 'nginx.org/hsts-behind-proxy');
  if (!isSet || !(hasTls || isBehind)) return;
  const { nameAt: place } = master;
  if (writer.isForRequests) {
    writer.line('set', ['$hsts_header_val', ''], place);
    writer.inner(
      'if',
      isBehind ? ['($http_x_forwarded_proto', '=', 'https)'] : ['($https', '=', 'on)'],
      place,
      () => {
        writer.line('set', ['$hsts_header_val', 'max-age=2592000; preload'], place);
      },
    );
  }
  writer.line('proxy_hide_header', ['Strict-Transport-Security'], place);
  const op = lineOf(master, 'Strict-Transport-Security', undefined, written ?? master.node);
  const nameAt = written === undefined ? place : op.nameAt;
  writer.headers([
    {
      ...op,
      nameAt,
      statement: nameAt,
      value: { kind: 'dynamic', parts: [undefined], template: '$hsts_header_val', at: nameAt },
    },
  ]);
}

/** Requests without TLS, and those that a proxy took without, are sent on to https. */
export function writeRedirects(
  writer: Writer,
  master: KubernetesObject,
  { configuration }: ControllerWorld,
  hasTls: boolean,
): void {
  const { annotations, nameAt: place } = master;
  const data = configuration && at(configuration.node, 'data');
  const flag = (key: string): string | undefined =>
    annotations.get(`nginx.org/${key}`)?.text ??
    annotations.get(`ingress.kubernetes.io/${key}`)?.text ??
    textOf(at(data, key));
  const code =
    annotations.get('nginx.org/http-redirect-code')?.text ?? textOf(at(data, 'http-redirect-code')) ?? '301';
  if (hasTls && !/^(?:0|f|false)$/i.test(flag('ssl-redirect') ?? '')) {
    writer.inner('if', ['($scheme', '=', 'http)'], place, () => {
      writer.line('return', [code, 'https://$host:443$request_uri'], place);
    });
  }
  if (/^(?:1|t|true)$/i.test(flag('redirect-to-https') ?? '')) {
    writer.inner('if', ['($http_x_forwarded_proto', '=', 'http)'], place, () => {
      writer.line('return', [code, 'https://$host$request_uri'], place);
    });
  }
}

/** The lines of `nginx.org/add-header`. */
export function addHeaderAt(object: KubernetesObject): readonly HeaderOp[] {
  const scalar = scalarAt(object, 'nginx.org/add-header');
  return scalar === undefined ? [] : listedOps(object.document, scalar);
}

function scalarAt({ annotations }: KubernetesObject, key: string): YamlScalar | undefined {
  const node = annotations.get(key)?.node;
  return node?.kind === 'scalar' ? node : undefined;
}
