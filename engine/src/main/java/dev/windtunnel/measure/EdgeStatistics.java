package dev.windtunnel.measure;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Requests of one workload to one service port. Counts of one run; merged over replications they are sums. */
public final class EdgeStatistics {

    /** The calling workload, as results show it. */
    public final String source;
    /** {@code name.namespace} of the service, or the host that was asked. */
    public final String service;
    /** The service's port. */
    public final int port;
    /** {@code http} or {@code tcp}. */
    public final String protocol;

    public long requests;
    public long attempts;
    public long retries;
    public long unsent;
    public long pending;
    public long noDestination;
    public long mirrored;
    public long unfinished;
    public long organicAttempts;
    /** Requests with a 5xx code, none, or a gRPC status that is an error of the server. */
    public long errors;

    public double worstAmplification;
    public long connectionsOpened;
    public long connectionsFailed;
    public long connectionsOpen;
    public long connectionsMaxOpen;
    /** Of connections of TCP: what their callers sent and received, and how long they lasted in all. */
    public long bytesSent;

    public long bytesReceived;
    public double durationNanos;
    public final Tally codes = new Tally();
    /** Statuses of gRPC calls. */
    public final Tally grpc = new Tally();

    public final Tally flags = new Tally();
    public final Histogram latency = new Histogram();
    /** Where requests went, in order of first use. */
    public final List<Destination> destinations = new ArrayList<>();
    /** Attempts by locality of caller and pod. */
    public final List<Locality> localities = new ArrayList<>();

    /** Statistics of one edge. */
    public EdgeStatistics(String source, String service, int port, String protocol) {
        this.source = source;
        this.service = service;
        this.port = port;
        this.protocol = protocol;
    }

    /** A workload (and subset) behind an edge. */
    public static final class Destination {
        /** Its place among those of its edge, from 0. */
        public final int number;

        public final String workload;
        public final @Nullable String version;
        public final @Nullable String subset;
        public long requests;
        public long attempts;

        Destination(int number, String workload, @Nullable String version, @Nullable String subset) {
            this.number = number;
            this.workload = workload;
            this.version = version;
            this.subset = subset;
        }
    }

    /** A pair of localities. */
    public static final class Locality {
        public final String from;
        public final String to;
        public long requests;
        public long attempts;

        Locality(String from, String to) {
            this.from = from;
            this.to = to;
        }
    }

    /** A destination, new when it was not there. */
    public Destination destination(String workload, @Nullable String version, @Nullable String subset) {
        for (int i = 0; i < destinations.size(); i++) {
            Destination known = destinations.get(i);
            if (known.workload.equals(workload)
                    && Objects.equals(known.version, version)
                    && Objects.equals(known.subset, subset)) {
                return known;
            }
        }
        Destination destination = new Destination(destinations.size(), workload, version, subset);
        destinations.add(destination);
        return destination;
    }

    /** The pair of two localities, new when it was not there. */
    public Locality locality(String from, String to) {
        for (int i = 0; i < localities.size(); i++) {
            Locality known = localities.get(i);
            if (known.from.equals(from) && known.to.equals(to)) {
                return known;
            }
        }
        Locality locality = new Locality(from, to);
        localities.add(locality);
        return locality;
    }

    /** A connection was opened. */
    public void connectionOpened() {
        connectionsOpened++;
        connectionsOpen++;
        connectionsMaxOpen = Math.max(connectionsMaxOpen, connectionsOpen);
    }

    /** Adds those of another run of the same edge. */
    public void add(EdgeStatistics other) {
        requests += other.requests;
        attempts += other.attempts;
        retries += other.retries;
        unsent += other.unsent;
        pending += other.pending;
        noDestination += other.noDestination;
        mirrored += other.mirrored;
        unfinished += other.unfinished;
        organicAttempts += other.organicAttempts;
        errors += other.errors;
        worstAmplification = Math.max(worstAmplification, other.worstAmplification);
        connectionsOpened += other.connectionsOpened;
        connectionsFailed += other.connectionsFailed;
        connectionsOpen += other.connectionsOpen;
        connectionsMaxOpen += other.connectionsMaxOpen;
        bytesSent += other.bytesSent;
        bytesReceived += other.bytesReceived;
        durationNanos += other.durationNanos;
        codes.add(other.codes);
        grpc.add(other.grpc);
        flags.add(other.flags);
        latency.add(other.latency);
        for (Destination destination : other.destinations) {
            Destination mine = destination(destination.workload, destination.version, destination.subset);
            mine.requests += destination.requests;
            mine.attempts += destination.attempts;
        }
        for (Locality locality : other.localities) {
            Locality mine = locality(locality.from, locality.to);
            mine.requests += locality.requests;
            mine.attempts += locality.attempts;
        }
    }

    /** Requests whose outcome is known. */
    public long completed() {
        return codes.total();
    }

    /** Share of completed requests with a 5xx code, none, or a gRPC status that is an error; NaN when none completed. */
    public double errorRate() {
        long completed = completed();
        return completed == 0 ? Double.NaN : errors / (double) completed;
    }
}
