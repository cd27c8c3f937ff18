import type { HeaderOp } from '../../../model/header-op.ts';
import type { Place } from '../../../model/place.ts';
import { at, booleanOf, textOf } from '../../../syntax/yaml/node.ts';
import type { KubernetesObject } from '../../../syntax/kubernetes/objects.ts';
import { hstsOps } from '../lower/policy-headers.ts';
import type { Policies } from '../read/policies.ts';
import type { Writer } from './writer.ts';

/** The lines of an HSTS policy: the header is empty, and so not sent, where the connection is none of https. */
export function writeHsts(writer: Writer, policy: KubernetesObject | undefined): void {
  if (policy === undefined) return;
  const hsts = at(policy.node, 'spec', 'hsts');
  const place = policy.nameAt;
  if (writer.isForRequests) {
    const isBehind = booleanOf(at(hsts, 'behindProxy'), true) === true;
    writer.line('set', ['$hsts_header_val', ''], place);
    writer.inner(
      'if',
      isBehind ? ['($http_x_forwarded_proto', '=', 'https)'] : ['($https', '=', 'on)'],
      place,
      () => {
        writer.line('set', ['$hsts_header_val', `max-age=${textOf(at(hsts, 'maxAge')) ?? '2592000'}`], place);
      },
    );
  }
  writer.line('proxy_hide_header', ['Strict-Transport-Security'], place);
  writer.headers(
    hstsOps(policy).map((op) => ({
      ...op,
      value: { kind: 'dynamic', parts: [undefined], template: '$hsts_header_val', at: op.value.at },
    })),
  );
}

/** Policies that may answer in the place of the service: whether they do is not known. */
export function writeRefusal(writer: Writer, policies: Policies, place: Place): void {
  if (!writer.isForRequests) return;
  if (policies.isFaulty === true) writer.line('return', ['500'], place);
  if (!policies.decides) return;
  writer.inner('if', ['($gateway_lint_refused_by_a_policy)'], place, () => {
    writer.line('return', ['403'], place);
  });
}

/** What a location with CORS answers to OPTIONS: its lines again, without `always`. */
export function writePreflight(writer: Writer, lines: readonly HeaderOp[], place: Place): void {
  if (!writer.isForRequests) return;
  writer.inner('if', ['($request_method', '=', 'OPTIONS)'], place, () => {
    writer.headers(lines.map((op) => ({ ...op, reach: { statuses: [] } })));
    writer.line('return', ['204'], place);
  });
}
