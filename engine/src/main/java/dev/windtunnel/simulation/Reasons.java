package dev.windtunnel.simulation;

import dev.windtunnel.mesh.GrpcStatus;

/** Why a request ended as it did, in words. */
final class Reasons {

    private static final String LATE = "its deadline ran out";

    private Reasons() {}

    static String of(Call call) {
        Failure failure = Failure.values()[call.failure];
        switch (failure) {
            case TIMEOUT:
                return late(call) ? LATE : "the caller's own timeout ended it";
            case CONNECT_TIMEOUT:
                return (late(call) ? LATE : "the caller's own timeout ended it") + " while it was connecting";
            case CONNECT_REFUSED:
                return "connection refused";
            case RESET:
                if (ResponseFlag.UT.isIn(call.flags)) {
                    return "the answer had begun when the timeout of the route cut it off";
                }
                if (ResponseFlag.UPE.isIn(call.flags)
                        || ResponseFlag.UC.isIn(call.flags)
                        || ResponseFlag.UR.isIn(call.flags)) {
                    return "the answer had begun and was broken off by the pod";
                }
                return "the connection was closed instead of an answer";
            case DNS:
                return "the name does not resolve";
            case EMPTY_REPLY:
                return "the connection was accepted and closed without an answer";
            default:
                break;
        }
        int flags = call.flags;
        if (ResponseFlag.UT.isIn(flags)) {
            if (late(call)) {
                return LATE;
            }
            return ResponseFlag.URX.isIn(flags)
                    ? "every try ran into the per-try timeout, and no retry was left"
                    : "a timeout of the sidecar ended it";
        }
        if (ResponseFlag.NR.isIn(flags)) {
            return "no route takes this request";
        }
        if (ResponseFlag.NC.isIn(flags)) {
            return "the route names a cluster that does not exist";
        }
        if (ResponseFlag.UH.isIn(flags)) {
            return "the cluster has no host";
        }
        if (ResponseFlag.UO.isIn(flags)) {
            return "a limit of the cluster was reached";
        }
        if (ResponseFlag.UF.isIn(flags)) {
            return "no connection to the pod came about";
        }
        if (ResponseFlag.UC.isIn(flags)) {
            return "the pod closed the connection";
        }
        if (ResponseFlag.UR.isIn(flags)) {
            return "the pod reset the stream";
        }
        if (ResponseFlag.RL.isIn(flags)) {
            return "turned away by a rate limit";
        }
        if (ResponseFlag.RLSE.isIn(flags)) {
            return "the rate limit service did not answer";
        }
        if (ResponseFlag.UAEX.isIn(flags)) {
            return "who was asked about it said no, or did not answer";
        }
        if (ResponseFlag.FI.isIn(flags)) {
            return "aborted by an injected fault";
        }
        if (ResponseFlag.URX.isIn(flags)) {
            return "answered " + call.code + ", and no retry was left";
        }
        return "answered " + call.code;
    }

    private static boolean late(Call call) {
        return call.grpc == GrpcStatus.DEADLINE_EXCEEDED.number();
    }
}
