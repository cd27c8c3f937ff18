/** No text without this is the dialect's: an editor looks for it before it starts the server. */
export const hint = /\bgateway\.(?:networking\.(?:x-)?k8s\.io|envoyproxy\.io|kgateway\.dev|nginx\.org)\b/;
