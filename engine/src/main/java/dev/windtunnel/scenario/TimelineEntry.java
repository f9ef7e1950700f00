package dev.windtunnel.scenario;

import dev.windtunnel.random.Distribution;
import dev.windtunnel.source.MapNode;
import dev.windtunnel.source.Node;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One entry of {@code spec.timeline}.
 *
 * @param atNanos when it begins
 * @param forNanos how long it lasts; {@link Long#MAX_VALUE} until the end (or for good)
 * @param everyNanos repeats with this period; 0 for once
 * @param untilNanos no repetition begins from here on; {@link Long#MAX_VALUE} for the end
 * @param action what happens
 * @param place where it stands
 */
public record TimelineEntry(long atNanos, long forNanos, long everyNanos, long untilNanos, Action action, Place place) {

    /** What an entry does. */
    public sealed interface Action {}

    /** As {@code kubectl apply}: documents read from files or written inline. */
    public record Apply(List<MapNode> documents, String text) implements Action {}

    /** As {@code kubectl delete}: {@code KIND/[NS/]NAME}. */
    public record Delete(String object) implements Action {}

    /** Sets fields of objects: object ({@code KIND/[NS/]NAME}) to path to value; a null value removes. */
    public record Patch(Map<String, Map<String, Node>> fields) implements Action {}

    /** As {@code kubectl scale}. */
    public record Scale(String workload, int replicas) implements Action {}

    /** As {@code kubectl rollout restart}: all pods are replaced in the way of their workload. */
    public record Restart(String workload) implements Action {}

    /** Pods run, but are not ready: they leave the endpoints of their Services. */
    public record Unready(String workload, PodSelection pods) implements Action {}

    /** Packets between two zones, nodes or workloads, in both directions, are late by {@code latency} or lost. */
    public record Network(String from, String to, Distribution latency, double loss) implements Action {}

    /** The machines of a zone are gone without a word; what is on them leaves the endpoints after {@code detectNanos}. */
    public record ZoneDown(String zone, long detectNanos) implements Action {}

    /** A machine is gone without a word; what is on it leaves the endpoints after {@code detectNanos}. */
    public record NodeDown(String node, long detectNanos) implements Action {}

    /** A part of the mesh is down. */
    public record ComponentDown(Component component) implements Action {}

    /** Parts of the mesh that may be down. */
    public enum Component {
        /** Configuration and endpoints reach no proxy. */
        ISTIOD,
        /** The same by its older name. */
        PILOT,
        /** New proxies get no certificate, and so do not start. */
        CA,
        /** The gateways into the mesh. */
        INGRESS,
        /** The gateways out of it. */
        EGRESS,
        /** Names are not looked up. */
        DNS,
        /** Mixer of Istio 0.1: sidecars let every request pass. */
        MIXER
    }

    /** Pods end: at once (SIGKILL), or after a grace as {@code kubectl delete pod}. */
    public record Kill(String workload, PodSelection pods, @Nullable Long graceNanos) implements Action {}

    /** All {@code work} and {@code sleep} of the pods takes {@code factor} times as long. */
    public record Slow(String workload, PodSelection pods, double factor) implements Action {}

    /** A share of the requests of the pods goes wrong. */
    public record Fail(String workload, PodSelection pods, Handler.ErrorRate error) implements Action {}

    /** The rate (or the number of users) of a traffic is multiplied. */
    public record LoadFactor(String traffic, double factor) implements Action {}

    /** Packets between two workloads vanish. */
    public record Partition(String from, String to) implements Action {}

    /** The sidecars of a workload are down: redirected, and nobody listens. */
    public record ProxyDown(String workload, PodSelection pods) implements Action {}

    /** The workload's proxies keep their routes until their pod is replaced. */
    public record StaleRoutes(String workload) implements Action {}

    /** A console line. */
    public record Exec(String line) implements Action {}

    /** Which pods of a workload. */
    public sealed interface PodSelection {
        /** All of them. */
        record All() implements PodSelection {}

        /** The first so many, in order of creation. */
        record Count(int count) implements PodSelection {}

        /** A fraction of 1 of them, rounded up. */
        record Fraction(double fraction) implements PodSelection {}

        /** Those with these names. */
        record Named(List<String> names) implements PodSelection {}
    }
}
