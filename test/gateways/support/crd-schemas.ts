import assert from 'node:assert/strict';
import { HTTPProxy } from '@kubernetes-models/contour/projectcontour.io/v1/HTTPProxy';
import { GRPCRoute } from '@kubernetes-models/gateway-api/gateway.networking.k8s.io/v1/GRPCRoute';
import { Gateway } from '@kubernetes-models/gateway-api/gateway.networking.k8s.io/v1/Gateway';
import { HTTPRoute } from '@kubernetes-models/gateway-api/gateway.networking.k8s.io/v1/HTTPRoute';
import { VirtualService } from '@kubernetes-models/istio/networking.istio.io/v1/VirtualService';
import { IngressRoute } from '@kubernetes-models/traefik/traefik.io/v1alpha1/IngressRoute';
import { Middleware } from '@kubernetes-models/traefik/traefik.io/v1alpha1/Middleware';
import { parseAllDocuments } from 'yaml';

type Validate = (object: never) => void;

/** Kinds that the fixes of our dialects write in and whose schemas a package carries, versions aside. */
const SCHEMAS: Readonly<Record<string, Validate>> = {
  'projectcontour.io HTTPProxy': (object) => {
    new HTTPProxy(object).validate();
  },
  'gateway.networking.k8s.io GRPCRoute': (object) => {
    new GRPCRoute(object).validate();
  },
  'gateway.networking.k8s.io Gateway': (object) => {
    new Gateway(object).validate();
  },
  'gateway.networking.k8s.io HTTPRoute': (object) => {
    new HTTPRoute(object).validate();
  },
  'networking.istio.io VirtualService': (object) => {
    new VirtualService(object).validate();
  },
  'traefik.io IngressRoute': (object) => {
    new IngressRoute(object).validate();
  },
  'traefik.io Middleware': (object) => {
    new Middleware(object).validate();
  },
};

/**
 * Objects of a fixed text pass their schemas; what an object had against its own before is no matter of the fix.
 * @returns how many objects were found valid
 */
export function assertValid(before: string, after: string, what: string): number {
  const old = crdFaults(before);
  const now = crdFaults(after);
  for (const fault of now)
    assert.ok(fault === undefined || old.includes(fault), `${what}: ${fault}\n${after}`);
  return now.filter((fault) => fault === undefined).length;
}

/** For each object with a schema, what that has against it. */
export function crdFaults(text: string): readonly (string | undefined)[] {
  const documents = parseAllDocuments(text);
  if ('empty' in documents) return [];
  return documents.flatMap((document) => {
    if (document.errors.length > 0) return [];
    const object = document.toJS() as unknown;
    const validate = SCHEMAS[kindOf(object)];
    return validate === undefined ? [] : [faultOf(validate, object)];
  });
}

function kindOf(object: unknown): string {
  if (typeof object !== 'object' || object === null) return '';
  const { apiVersion, kind } = object as { readonly apiVersion?: unknown; readonly kind?: unknown };
  return `${String(apiVersion).replace(/\/.*/, '')} ${String(kind)}`;
}

function faultOf(validate: Validate, object: unknown): string | undefined {
  try {
    // The constructors are typed for objects that are known to be right; here that is the question.
    validate(object as never);
    return undefined;
  } catch (error) {
    return String(error);
  }
}
