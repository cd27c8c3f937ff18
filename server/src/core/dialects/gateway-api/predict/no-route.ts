import type { NoRoute } from '../../../routes/predict.ts';
import type { Attachment } from '../lower/attach.ts';
import { clientTrafficPolicy, lateModifier, patchesOf } from '../lower/gateway-policies.ts';
import { lateOps } from '../lower/order.ts';
import { describe, type GatewayWorld } from '../read/world.ts';

/** What is sent where no rule is asked, or none takes a request: late headers, and what patches add. */
export function noRouteOps(
  attachment: Attachment | undefined,
  world: GatewayWorld,
  status: 404 | 307 = 404,
): NoRoute {
  const answer = { kind: 'gateway', status } as const;
  const late = attachment === undefined ? undefined : clientTrafficPolicy(attachment, world);
  const modifier = late === undefined ? undefined : lateModifier(late.policy);
  const patches = attachment === undefined ? [] : patchesOf(attachment, world);
  const policy = late?.policy ?? attachment?.gateway;
  if (policy === undefined || (modifier === undefined && patches.length === 0)) return { answer };
  const at = policy.document.place(policy.node.at);
  return {
    answer,
    scope: {
      path: [{ id: policy.name, kind: 'route', label: describe(policy), at: policy.nameAt }],
      block: at,
      answers: [],
      ops: [...(modifier === undefined ? [] : lateOps(modifier).ops), ...patches],
      insertions: [],
      whole: true,
    },
  };
}
