package dev.windtunnel.mesh;

import java.util.stream.Stream;

/** The statuses of gRPC in order of their numbers, from 0 ({@code google/rpc/code.proto}). */
public enum GrpcStatus {
    OK,
    CANCELLED,
    UNKNOWN,
    INVALID_ARGUMENT,
    DEADLINE_EXCEEDED,
    NOT_FOUND,
    ALREADY_EXISTS,
    PERMISSION_DENIED,
    RESOURCE_EXHAUSTED,
    FAILED_PRECONDITION,
    ABORTED,
    OUT_OF_RANGE,
    UNIMPLEMENTED,
    INTERNAL,
    UNAVAILABLE,
    DATA_LOSS,
    UNAUTHENTICATED;

    /** Whether a text is the name of one. */
    public static boolean isName(String text) {
        return Stream.of(values()).anyMatch(status -> status.name().equals(text));
    }

    /** Its number. */
    public int number() {
        return ordinal();
    }
}
