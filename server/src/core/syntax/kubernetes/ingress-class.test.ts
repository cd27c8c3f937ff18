import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Uri } from '../../model/place.ts';
import { parseYaml } from '../yaml/parse.ts';
import { ingressOwner, isIngress } from './ingress-class.ts';
import { ObjectIndex, objectsOf } from './objects.ts';

interface Told {
  readonly className?: string;
  readonly annotations?: string;
  readonly classes?: string;
}

/** The controller that serves an Ingress so written, and what says so. */
function owner({ className, annotations = '', classes = '' }: Told): string {
  const text = `${classes}
---
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata: {name: web, annotations: {${annotations}}}
spec: {${className === undefined ? '' : `ingressClassName: ${className}`}}
`;
  const objects = objectsOf(parseYaml({ uri: 'file:///web.yaml' as Uri, version: 0, text }));
  const ingress = objects.find(isIngress);
  assert.ok(ingress);
  const found = ingressOwner(ingress, new ObjectIndex(objects));
  return found === undefined ? 'nobody' : `${found.controller} by ${found.by}`;
}

function ingressClass(name: string, controller: string, isDefault = false): string {
  const annotations = isDefault ? '{ingressclass.kubernetes.io/is-default-class: "true"}' : '{}';
  return `---
apiVersion: networking.k8s.io/v1
kind: IngressClass
metadata: {name: ${name}, annotations: ${annotations}}
spec: {controller: ${controller}}
`;
}

const NGINX = 'nginx.ingress.kubernetes.io/proxy-body-size: 8m';
const F5 = 'nginx.org/client-max-body-size: 8m';

test('the controller that an IngressClass of the workspace names', () => {
  const served = (controller: string): string =>
    owner({ className: 'public', annotations: NGINX, classes: ingressClass('public', controller) });
  assert.equal(served('k8s.io/ingress-nginx'), 'ingress-nginx by class');
  assert.equal(served('k8s.io/internal-ingress-nginx'), 'ingress-nginx by class');
  assert.equal(served('nginx.org/ingress-controller'), 'nginx-ingress-controller by class');
  assert.equal(served('traefik.io/ingress-controller'), 'traefik by class');
  assert.equal(served('ingress-controllers.konghq.com/kong'), 'kong by class');
  assert.equal(served('apisix.apache.org/apisix-ingress-controller'), 'apisix by class');
  assert.equal(served('haproxy.org/ingress-controller/public'), 'haproxytech by class');
  assert.equal(served('haproxy-ingress.github.io/controller'), 'haproxy-ingress by class');
  assert.equal(served('ingress.k8s.aws/alb'), 'alb by class');
  assert.equal(served('istio.io/ingress-controller'), 'istio by class');
  assert.equal(served('higress.io/higress-controller'), 'higress by class');
  assert.equal(served('getambassador.io/ingress-controller'), 'emissary by class');
  assert.equal(served('openshift.io/ingress-to-route'), 'openshift by class');
  assert.equal(served('example.com/own'), 'other by class');
});

test('one name for classes of two clusters says nothing', () => {
  const classes = ingressClass('public', 'k8s.io/ingress-nginx') + ingressClass('public', 'traefik.io/x');
  assert.equal(owner({ className: 'public', classes }), 'nobody');
});

test('the annotation of old, where the field is not written', () => {
  const legacy = (name: string, more = ''): string =>
    owner({ annotations: `kubernetes.io/ingress.class: ${name}${more}` });
  assert.equal(legacy('traefik', `, ${NGINX}`), 'traefik by class name');
  assert.equal(legacy('azure/application-gateway'), 'azure by class name');
  assert.equal(legacy('gce-internal'), 'gce by class name');
  assert.equal(legacy('nginx'), 'ingress-nginx by likely name');
  assert.equal(legacy('nginx', `, ${F5}`), 'nginx-ingress-controller by annotations');
});

test('two controllers call their class nginx: annotations tell which', () => {
  assert.equal(owner({ className: 'nginx' }), 'ingress-nginx by likely name');
  assert.equal(owner({ className: 'nginx', annotations: NGINX }), 'ingress-nginx by annotations');
  assert.equal(owner({ className: 'nginx', annotations: F5 }), 'nginx-ingress-controller by annotations');
  assert.equal(
    owner({ className: 'nginx', annotations: `${NGINX}, nginx.org/add-header: "X-Frame-Options: DENY"` }),
    'nginx-ingress-controller by annotations',
  );
});

test('names of classes', () => {
  assert.equal(owner({ className: 'kong' }), 'kong by class name');
  assert.equal(owner({ className: 'nginx-internal' }), 'ingress-nginx by likely name');
  assert.equal(owner({ className: 'traefik-internal' }), 'traefik by likely name');
  assert.equal(owner({ className: 'haproxy' }), 'haproxytech by likely name');
  assert.equal(
    owner({ className: 'haproxy', annotations: 'haproxy-ingress.github.io/cors-enable: "true"' }),
    'haproxy-ingress by annotations',
  );
  assert.equal(owner({ className: 'public' }), 'nobody');
});

test('without a class: the default one, else annotations, else nobody', () => {
  const classes = ingressClass('edge', 'traefik.io/ingress-controller', true);
  assert.equal(owner({ classes, annotations: NGINX }), 'traefik by default class');
  assert.equal(owner({ annotations: NGINX }), 'ingress-nginx by annotations');
  assert.equal(owner({ annotations: 'konghq.com/plugins: frame' }), 'kong by annotations');
  assert.equal(owner({ annotations: `${NGINX}, ${F5}` }), 'nobody');
  assert.equal(owner({ annotations: 'cert-manager.io/cluster-issuer: le' }), 'nobody');
});
