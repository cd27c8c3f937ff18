// The parts of the controller's objects that these tests write.

export interface Header {
  readonly name: string;
  readonly value: string;
}

export interface AddHeader extends Header {
  readonly always?: boolean;
}

export interface Return {
  readonly code?: number;
  readonly type?: string;
  readonly body: string;
  readonly headers?: readonly Header[];
}

export interface Redirect {
  readonly url: string;
  readonly code?: number;
}

export interface Action {
  readonly pass?: string;
  readonly redirect?: Redirect;
  readonly return?: Return;
  readonly proxy?: {
    readonly upstream: string;
    readonly responseHeaders?: {
      readonly hide?: readonly string[];
      readonly pass?: readonly string[];
      readonly add?: readonly AddHeader[];
    };
  };
}

export interface Split {
  readonly weight: number;
  readonly action: Action;
}

export interface Condition {
  readonly header?: string;
  readonly cookie?: string;
  readonly argument?: string;
  readonly variable?: string;
  readonly value: string;
}

export interface Match {
  readonly conditions: readonly Condition[];
  readonly action?: Action;
  readonly splits?: readonly Split[];
}

export interface ErrorPage {
  readonly codes: readonly number[];
  readonly return?: Return;
  readonly redirect?: Redirect;
}

export interface Route {
  readonly path: string;
  readonly route?: string;
  readonly action?: Action;
  readonly splits?: readonly Split[];
  readonly matches?: readonly Match[];
  readonly errorPages?: readonly ErrorPage[];
  readonly policies?: readonly { readonly name: string }[];
  readonly 'location-snippets'?: string;
}

export interface VirtualServerSpec {
  readonly host: string;
  readonly tls?: {
    readonly redirect: { readonly enable: boolean; readonly code?: number; readonly basedOn: string };
  };
  readonly policies?: readonly { readonly name: string }[];
  readonly 'http-snippets'?: string;
  readonly 'server-snippets'?: string;
  readonly upstreams: readonly { readonly name: string; readonly service: string; readonly port: number }[];
  readonly routes: readonly Route[];
}

export interface IngressPath {
  readonly path: string;
  readonly pathType: 'Exact' | 'Prefix' | 'ImplementationSpecific';
  readonly backend: {
    readonly service: { readonly name: string; readonly port: { readonly number: number } };
  };
}

export interface Ingress {
  readonly name: string;
  readonly annotations: Readonly<Record<string, string>>;
  readonly host: string;
  readonly paths: readonly IngressPath[];
}

/** What a controller is given. */
export interface Manifests {
  readonly configMap: Readonly<Record<string, string>>;
  readonly server: VirtualServerSpec;
  /** By name: the subroutes of VirtualServerRoutes. */
  readonly routes: Readonly<Record<string, readonly Route[]>>;
  readonly ingresses: readonly Ingress[];
}

/** Policies that every set of manifests has. */
export const POLICIES = {
  cors: { cors: { allowOrigin: ['*'], allowMethods: ['GET'] } },
  hsts: { hsts: { maxAge: 31536000, behindProxy: true } },
} as const;
