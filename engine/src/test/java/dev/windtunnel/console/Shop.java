package dev.windtunnel.console;

import java.util.Map;

/** A mesh of today: a web shop, two versions of its reviews, rules for them, and a pod without a sidecar. */
final class Shop {
    static final String CANARY =
            """
            apiVersion: networking.istio.io/v1
            kind: VirtualService
            metadata: {name: reviews, namespace: shop}
            spec:
              hosts: [reviews]
              http:
              - route:
                - {destination: {host: reviews, subset: v1}, weight: 50}
                - {destination: {host: reviews, subset: v2}, weight: 50}
            """;

    private static final String NEW =
            """
            apiVersion: v1
            kind: Service
            metadata: {name: basket, namespace: shop, labels: {app: basket}}
            spec: {selector: {app: web}, ports: [{name: http, port: 80, targetPort: 8080}]}
            ---
            apiVersion: apps/v1
            kind: Deployment
            metadata: {name: basket, namespace: shop}
            spec:
              replicas: 1
              selector: {matchLabels: {app: basket}}
              template:
                metadata: {labels: {app: basket}}
                spec: {containers: [{name: basket, image: "basket:1"}]}
            """;

    private static final String REVIEWS =
            """
            apiVersion: apps/v1
            kind: Deployment
            metadata: {name: reviews-v1, namespace: shop}
            spec:
              replicas: 3
              selector: {matchLabels: {app: reviews, version: v1}}
              template:
                metadata: {labels: {app: reviews, version: v1}}
                spec: {containers: [{name: reviews, image: "reviews:v1.1", ports: [{containerPort: 8080}]}]}
            """;

    static final Map<String, String> FILES = Map.of(
            "reviews.yaml", REVIEWS,
            "canary.yaml", CANARY,
            "new.yaml", NEW,
            "all/1.yaml", NEW,
            "all/2.yaml", CANARY,
            "refused.yaml", CANARY.replace("subset: v1}, weight: 50", "subset: v1}, weight: -50"));

    private static final String DEPLOYMENT =
            """
            ---
            apiVersion: apps/v1
            kind: Deployment
            metadata: {name: %1$s, namespace: shop}
            spec:
              replicas: 1
              selector: {matchLabels: {app: %2$s, version: %3$s}}
              template:
                metadata:
                  labels: {app: %2$s, version: %3$s}
                  annotations: {sidecar.istio.io/inject: "%4$s"}
                spec:
                  containers:
                  - name: %2$s
                    image: "%2$s:%3$s"
                    env: [{name: VERSION, value: %3$s}]
                    ports: [{containerPort: 8080}]
            """;

    static final String SCENARIO =
            """
            apiVersion: windtunnel.dev/v1
            kind: Scenario
            metadata: {name: shop}
            spec:
              namespace: shop
              cluster:
                pins:
                  pods:
                    web: [{name: web-1, ip: 10.8.0.1}, {name: web-2}, {name: web-3}]
                    loner: [{name: loner-1, ip: 10.8.0.2}]
                    reviews-v1: [{name: reviews-v1-1, ip: 10.8.0.3}, {name: reviews-v1-2, ip: 10.8.0.13}]
                    reviews-v2: [{name: reviews-v2-1, ip: 10.8.0.4}, {name: reviews-v2-2, ip: 10.8.0.14}]
              workloads:
                reviews-*:
                  handlers:
                  - match: {uri: {exact: /slow}}
                    steps: [{sleep: 2s}]
                  - match: {uri: {exact: /cookie}}
                    response: {body: "crumbs\\n", headers: {set-cookie: "flavour=oat; Path=/"}}
                  - steps: [{work: 2ms}]
                    response: {body: "reviews ${env.VERSION}\\n"}
            ---
            apiVersion: v1
            kind: Namespace
            metadata: {name: shop, labels: {istio-injection: enabled}}
            ---
            apiVersion: v1
            kind: Service
            metadata: {name: web, namespace: shop}
            spec: {selector: {app: web}, ports: [{name: http, port: 8080}]}
            ---
            apiVersion: v1
            kind: Service
            metadata: {name: reviews, namespace: shop}
            spec: {selector: {app: reviews}, ports: [{name: http, port: 9080, targetPort: 8080}]}
            ---
            apiVersion: networking.istio.io/v1
            kind: ServiceEntry
            metadata: {name: elsewhere, namespace: shop}
            spec: {hosts: [example.org], ports: [{name: http, number: 80, protocol: HTTP}], resolution: DNS}
            ---
            apiVersion: networking.istio.io/v1
            kind: DestinationRule
            metadata: {name: reviews, namespace: shop}
            spec:
              host: reviews
              trafficPolicy: {loadBalancer: {simple: ROUND_ROBIN}}
              subsets:
              - {name: v1, labels: {version: v1}}
              - {name: v2, labels: {version: v2}}
            ---
            apiVersion: networking.istio.io/v1
            kind: VirtualService
            metadata: {name: reviews, namespace: shop}
            spec:
              hosts: [reviews]
              http:
              - match: [{headers: {end-user: {exact: jason}}}]
                route: [{destination: {host: reviews, subset: v2}}]
              - match: [{uri: {exact: /old}}]
                redirect: {uri: /, redirectCode: 302}
              - match: [{uri: {exact: /round}}]
                redirect: {uri: /round}
              - match: [{uri: {regex: /ab.*}}]
                fault: {abort: {percentage: {value: 100}, httpStatus: 503}}
                route: [{destination: {host: reviews, subset: v1}}]
              - route: [{destination: {host: reviews, subset: v1}}]
                timeout: 1s
            """
                    + DEPLOYMENT.formatted("web", "web", "v1", "true")
                    + DEPLOYMENT.formatted("reviews-v1", "reviews", "v1", "true")
                    + DEPLOYMENT.formatted("reviews-v2", "reviews", "v2", "true")
                    + DEPLOYMENT.formatted("loner", "loner", "v1", "false");

    private Shop() {}
}
