package dev.windtunnel.app.ui.inspector;

/** A client that calls two versions of reviews, all of it still the first. */
final class Reviews {

    static final String SCENARIO =
            """
            apiVersion: windtunnel.dev/v1
            kind: Scenario
            metadata: {name: reviews-canary}
            spec:
              resources: [mesh.yaml, reviews.yaml]
              run: {seed: 1, duration: 120s}
              workloads:
                reviews-v1: {cpu: 1, handlers: [{steps: [{work: 2ms}]}]}
                reviews-v2: {cpu: 1, handlers: [{steps: [{work: 4ms}], errors: [{rate: 10%, status: 503}]}]}
              traffic:
                - name: web
                  from: client
                  request: {url: "http://reviews:9080/"}
                  load: {rate: 50/s}
            """;

    static final String MESH =
            """
            apiVersion: v1
            kind: Service
            metadata: {name: reviews}
            spec: {selector: {app: reviews}, ports: [{name: http, port: 9080}]}
            ---
            apiVersion: apps/v1
            kind: Deployment
            metadata: {name: client}
            spec: {replicas: 1, selector: {matchLabels: {app: client}}, template: {metadata: {labels: {app: client}}, spec: {containers: [{name: c, image: c}]}}}
            ---
            apiVersion: apps/v1
            kind: Deployment
            metadata: {name: reviews-v1}
            spec: {replicas: 1, selector: {matchLabels: {app: reviews, version: v1}}, template: {metadata: {labels: {app: reviews, version: v1}}, spec: {containers: [{name: c, image: c}]}}}
            ---
            apiVersion: apps/v1
            kind: Deployment
            metadata: {name: reviews-v2}
            spec: {replicas: 1, selector: {matchLabels: {app: reviews, version: v2}}, template: {metadata: {labels: {app: reviews, version: v2}}, spec: {containers: [{name: c, image: c}]}}}
            """;

    static final String RULE =
            """
            apiVersion: networking.istio.io/v1
            kind: DestinationRule
            metadata: {name: reviews}
            spec:
              host: reviews
              trafficPolicy: {connectionPool: {tcp: {maxConnections: 100}}}
              subsets:
              - {name: v1, labels: {version: v1}}
              - {name: v2, labels: {version: v2}}
            ---
            apiVersion: networking.istio.io/v1
            kind: VirtualService
            metadata:
              name: reviews
            spec:
              hosts:
              - reviews
              http:
              - route:
                - destination:
                    host: reviews
                    subset: v1
                  weight: 100   # the old one
                - destination:
                    host: reviews
                    subset: v2
                  weight: 0
                timeout: 1s
                retries:
                  attempts: 2
                  perTryTimeout: 250ms
                  retryOn: 5xx,connect-failure
            """;

    private Reviews() {}
}
