package dev.windtunnel.simulation;

import dev.windtunnel.mesh.HttpRoute;
import dev.windtunnel.mesh.Service;
import dev.windtunnel.plan.ClusterConfig;
import dev.windtunnel.plan.TcpRouting;
import dev.windtunnel.plan.WorkloadPlan;
import dev.windtunnel.proxy.retry.RetryPolicy;
import dev.windtunnel.proxy.route.Route;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Where one kind of request of one caller goes, worked out once and looked up ever after. */
final class Decision {

    /** What happens to the request. */
    enum Kind {
        /** The name does not resolve. */
        NO_SUCH_NAME,
        /** Nobody listens on that address and port. */
        REFUSED,
        /** The connection is accepted and closed at once: no listener, a black hole, or nobody at the other end. */
        CLOSED_AT_ONCE,
        /** Without a sidecar: kube-proxy takes a pod of the service for each connection. */
        KUBE_PROXY,
        /** Without a sidecar, to one address. */
        ADDRESS,
        /** Through the sidecar as bytes: it takes a pod for each connection. */
        TCP,
        /** The sidecar finds no route. */
        NO_ROUTE,
        /** The sidecar answers with a redirect. */
        REDIRECT,
        /** The sidecar answers directly. */
        DIRECT,
        /** The sidecar forwards. */
        FORWARD
    }

    /** A cluster that may be chosen; the draw is below {@code limit}. */
    static final class Choice {
        final long limit;
        final @Nullable ClusterConfig cluster;
        final int clusterId;
        final int head;
        final HttpRoute.Fault[] faults;

        Choice(long limit, @Nullable ClusterConfig cluster, int clusterId, int head, HttpRoute.Fault[] faults) {
            this.limit = limit;
            this.cluster = cluster;
            this.clusterId = clusterId;
            this.head = head;
            this.faults = faults;
        }
    }

    /** A copy: the draw (below a million) has to be below {@code limit}. */
    record Copy(long limit, @Nullable ClusterConfig cluster, int clusterId, int head) {}

    final Kind kind;
    final @Nullable Route route;
    final Choice[] choices;
    final long totalWeight;
    final Copy[] copies;
    /** Decisions of the copies, made at the first one. */
    final @Nullable Decision[] copyDecisions;

    final int routeTimerClass;
    final long routeTimeoutNanos;
    final @Nullable RetryPolicy retry;

    /** Whether answers below 400 may be retried. */
    final boolean retriesSuccess;

    final int tryTimerClass;
    /** What of the request is hashed; null when nothing is. */
    final @Nullable RequestHashes hash;
    /** Of TCP: the rule, and the times of its connections; null where nothing but the cluster is known. */
    final @Nullable TcpRouting tcp;

    /** Whether the proxy answers a browser's question for the app. */
    final boolean preflight;

    /** Headers that the proxy adds to the answer. */
    final Map<String, String> addedHeaders;

    final int localCode;
    final String localText;
    /** Of KUBE_PROXY: the service and port; of ADDRESS outside the mesh: the external host. */
    final @Nullable Service service;

    final Service.@Nullable Port port;
    final @Nullable WorkloadPlan external;
    /** Of ADDRESS inside the mesh. */
    final int pod;
    /** Of CLOSED_AT_ONCE: what the sidecar logs. */
    final int flags;
    /** Of ADDRESS and KUBE_PROXY: whether a sidecar passes the connection on. */
    final boolean passedOn;
    /** Requests that a sidecar has treated so. */
    long uses;

    private Decision(Builder builder) {
        kind = builder.kind;
        route = builder.route;
        choices = builder.choices;
        totalWeight = builder.totalWeight;
        copies = builder.copies;
        copyDecisions = new @Nullable Decision[copies.length];
        routeTimerClass = builder.routeTimerClass;
        routeTimeoutNanos = builder.routeTimeoutNanos;
        retry = builder.retry;
        retriesSuccess = retry != null && retry.conditions().mayRetrySuccess();
        tryTimerClass = builder.tryTimerClass;
        hash = builder.hash;
        tcp = builder.tcp;
        preflight = builder.preflight;
        addedHeaders = builder.addedHeaders;
        localCode = builder.localCode;
        localText = builder.localText;
        service = builder.service;
        port = builder.port;
        external = builder.external;
        pod = builder.pod;
        flags = builder.flags;
        passedOn = builder.passedOn;
    }

    /**
     * The cluster of a request, by number: the one into whose interval of the total weight the draw falls
     * ({@code source/common/router/weighted_cluster_specifier.cc}).
     *
     * @param draw 64 random bits, or the number of the request in 2017
     */
    int choose(long draw) {
        if (choices.length == 1) {
            return 0;
        }
        long rest = Long.remainderUnsigned(draw, totalWeight);
        int i = 0;
        while (rest >= choices[i].limit) {
            i++;
        }
        return i;
    }

    /** Whether no filter before the router has anything to do with a request for one of its clusters. */
    boolean isPlain(int cluster) {
        return !preflight && choices[cluster].faults.length == 0;
    }

    /** The rule that it follows, for people. */
    String rule() {
        return route != null ? route.rule() : tcp != null ? tcp.rule() : "no rule";
    }

    /** Collects a decision. */
    static final class Builder {
        private final Kind kind;
        private @Nullable Route route;
        Choice[] choices = new Choice[0];
        long totalWeight = 1;
        Copy[] copies = new Copy[0];
        int routeTimerClass = -1;
        long routeTimeoutNanos;

        @Nullable
        RetryPolicy retry;

        int tryTimerClass = -1;

        @Nullable
        RequestHashes hash;

        @Nullable
        TcpRouting tcp;

        boolean preflight;
        Map<String, String> addedHeaders = Map.of();
        int localCode;
        String localText = "";

        @Nullable
        Service service;

        Service.@Nullable Port port;

        @Nullable
        WorkloadPlan external;

        int pod = -1;
        int flags;
        boolean passedOn;

        Builder(Kind kind) {
            this.kind = kind;
        }

        Builder route(Route taken) {
            route = taken;
            return this;
        }

        Decision build() {
            return new Decision(this);
        }
    }
}
